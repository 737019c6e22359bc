from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from isee import fetching, members
from isee.forms.member import MemberForm, TaxCodeForm
from isee.models import Member
from isee.views.answers import back_to_dossier, confirmation, form_page, tell_refusals
from sportello import tax_code
from sportello.access import Request, allow

TEMPLATE = "isee/member.html"


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def new_member(request: Request, dossier: int) -> HttpResponse:
    """Add a person to the household."""
    whole = fetching.whole_dossier(dossier)
    form = MemberForm(request.POST or None, dossier=whole)
    if form.is_valid():
        return _save(request, form)
    return form_page(
        request,
        form,
        dossier=dossier,
        title="Aggiungi al nucleo",
        template=TEMPLATE,
        search=TaxCodeForm(prefix="q"),
    )


@allow("operator")
@require_POST
def find_member(request: Request, dossier: int) -> HttpResponse:
    """The form of a new member, filled with what the office knows of the person of a tax code."""
    whole = fetching.whole_dossier(dossier)
    search = TaxCodeForm(request.POST, prefix="q")
    code = search.cleaned_data["tax_code"] if search.is_valid() else ""
    citizen = members.citizen_with(code)
    known = {"tax_code": code[:16]}
    if citizen:
        known |= {
            "surname": citizen.surname,
            "given_name": citizen.given_name,
            "birth_date": citizen.birth_date,
        }
    form = MemberForm(initial=known, dossier=whole)
    more = {"search": search, "searched": search.is_valid(), "found": citizen}
    # Where the typing goes on.
    form.fields["relation" if citizen else "surname"].widget.attrs["autofocus"] = True
    # The form is not the one of this address: it is sent where new members go.
    return form_page(
        request,
        form,
        dossier=dossier,
        title="Aggiungi al nucleo",
        template=TEMPLATE,
        action=reverse("new_member", args=[dossier]),
        **more,
    )


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def edit_member(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Change the data of a person of the household."""
    member = fetching.member_of(dossier, pk)
    title = f"Modifica {member}"
    form = MemberForm(request.POST or None, instance=member, dossier=member.dossier)
    if form.is_valid():
        return _save(request, form)
    return form_page(request, form, dossier=dossier, title=title, template=TEMPLATE)


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def remove_member(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Ask whether to take a person out of the household, then do it."""
    member = fetching.member_of(dossier, pk)
    if request.method == "POST":
        members.remove_member(member=member, operator=request.user, at=timezone.now())
        messages.success(request, f"{member} non è più nel nucleo.")
        return back_to_dossier(request, dossier, "members")
    return confirmation(
        request,
        dossier,
        title=f"Togliere {member} dal nucleo?",
        button="Togli",
        text="Vanno via anche i suoi redditi, conti, titoli e immobili.",
    )


def _save(request: Request, form: MemberForm) -> HttpResponse:
    member: Member = form.instance
    members.save_member(member=member, operator=request.user, at=timezone.now())
    for sentence in doubts(member):
        messages.warning(request, sentence)
    return back_to_dossier(request, member.dossier_id, "members")


def doubts(member: Member) -> list[str]:
    """What does not match in the tax code of a member: it warns, and never forbids."""
    code = member.tax_code
    sentences = tax_code.complaints(code) or tax_code.mismatches(
        code, member.surname, member.given_name, member.birth_date, ""
    )
    return [f"{member}: {sentence}" for sentence in sentences]
