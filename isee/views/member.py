from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from isee.dossier import fetching, members, possessions
from isee.dossier.revisions import Conflict
from isee.forms.member import ExpensesForm, MemberForm, TaxCodeForm
from isee.models import Dossier, Member
from isee.views.answers import back_to_dossier, confirmation, form_page, seen_version, tell_refusals
from sportello import tax_code
from sportello.access import Request, allow
from sportello.views.drafts import keeps_draft, open_form

TEMPLATE = "isee/member.html"


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
@keeps_draft
def new_member(request: Request, dossier: int) -> HttpResponse:
    """Add a person to the household."""
    whole = fetching.dossier_of_form(dossier)
    form = open_form(request, _member_form(whole))
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
    whole = fetching.dossier_of_form(dossier)
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
@keeps_draft
def edit_member(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Change the data of a person of the household."""
    member = fetching.member_of(dossier, pk)
    title = f"Modifica {member}"
    form = open_form(request, _member_form(member.dossier, member))
    if form.is_valid():
        try:
            return _save(request, form)
        except Conflict as conflict:
            form.show_conflict(conflict)
    return form_page(request, form, dossier=dossier, title=title, template=TEMPLATE)


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
@keeps_draft
def expenses(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Write what a person pays, and what else of the year counts: FC5, FC7."""
    member = fetching.member_of(dossier, pk)

    def build(data: QueryDict | None, initial: dict[str, Any] | None) -> ExpensesForm:
        return ExpensesForm(data, instance=member, initial=initial, dossier=member.dossier)

    form = open_form(request, build)
    if form.is_valid():
        try:
            members.save_member(
                member=member,
                operator=request.user,
                at=timezone.now(),
                seen=form.seen,
                fields=form.row_fields,
            )
            messages.success(request, f"Salvati assegni e spese di {member}.")
            return back_to_dossier(request, dossier, "expenses")
        except Conflict as conflict:
            form.show_conflict(conflict)
    return form_page(request, form, dossier=dossier, title=f"Assegni e spese di {member}")


@allow("operator")
@require_POST
@tell_refusals
def confirm_member(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Say that what the dossier of the year before said of a person is still so."""
    member = fetching.member_of(dossier, pk)
    possessions.confirm(line=member, operator=request.user, at=timezone.now())
    return back_to_dossier(request, dossier, "members")


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def remove_member(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Ask whether to take a person out of the household, then do it."""
    member, conflict = fetching.member_of(dossier, pk), None
    if request.method == "POST":
        try:
            members.remove_member(
                member=member, operator=request.user, at=timezone.now(), seen=seen_version(request)
            )
            messages.success(request, f"{member} non è più nel nucleo.")
            return back_to_dossier(request, dossier, "members")
        except Conflict as told:
            conflict = told
    return confirmation(
        request,
        dossier,
        title=f"Togliere {member} dal nucleo?",
        button="Togli",
        text="Vanno via anche i suoi redditi, conti, titoli, immobili e veicoli.",
        version=member.version,
        conflict=conflict,
    )


def _member_form(dossier: Dossier, member: Member | None = None) -> Any:
    def build(data: QueryDict | None, initial: dict[str, Any] | None) -> MemberForm:
        return MemberForm(data, dossier=dossier, instance=member, initial=initial)

    return build


def _save(request: Request, form: MemberForm) -> HttpResponse:
    member: Member = form.instance
    members.save_member(
        member=member, operator=request.user, at=timezone.now(), seen=form.seen, fields=form.row_fields
    )
    for sentence in doubts(member):
        messages.warning(request, sentence)
    return back_to_dossier(request, member.dossier_id, "members")


def doubts(member: Member) -> list[str]:
    """What does not match in what is said of a member: it warns, and never forbids."""
    code = member.tax_code
    sentences = tax_code.complaints(code) or tax_code.mismatches(
        code, member.surname, member.given_name, member.birth_date, ""
    )
    if member.relation == Member.Relation.ADULT_CHILD_AWAY and (
        not member.dependent or member.married or member.has_children
    ):
        sentences = [
            *sentences,
            "non convive, e non è a carico, celibe e senza figli: non fa parte del nucleo.",
        ]
    return [f"{member}: {sentence}" for sentence in sentences]
