from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sportello import users as acts
from sportello.access import Request, allow
from sportello.forms.user import UserForm
from sportello.models import User
from sportello.paging import page_after


@allow("administrator")
def users(request: Request) -> HttpResponse:
    """Those who work at the office, suspended ones included."""
    people = User.objects.select_related("counter")
    page = page_after(people, by="username", after=request.GET.get("after", ""))
    return render(request, "sportello/users.html", {"page": page})


@allow("administrator")
def new_user(request: Request) -> HttpResponse:
    """Add a person; the first password is shown in the answer and nowhere else."""
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save(commit=False)
        password = acts.create_user(user=user, by=request.user, at=timezone.now())
        return _show_password(request, user, password)
    return render(request, "sportello/user.html", {"form": form}, status=422 if form.errors else 200)


@allow("administrator")
def edit_user(request: Request, pk: int) -> HttpResponse:
    """Change name, roles and counter."""
    form = UserForm(request.POST or None, instance=get_object_or_404(User, pk=pk))
    if request.method == "POST" and form.is_valid():
        try:
            acts.change_user(user=form.save(commit=False), by=request.user, at=timezone.now())
        except acts.NotPossible as reason:
            form.add_error("is_administrator", str(reason))
        else:
            messages.success(request, f"Salvato l'utente {form.instance.username}.")
            return redirect("users")
    context = {"form": form, "person": form.instance}
    return render(request, "sportello/user.html", context, status=422 if form.errors else 200)


@allow("administrator")
@require_POST
def reset_password(request: Request, pk: int) -> HttpResponse:
    """Give a new password; it is shown in the answer and nowhere else."""
    user = get_object_or_404(User, pk=pk)
    password = acts.reset_password(user=user, by=request.user, at=timezone.now())
    return _show_password(request, user, password)


@allow("administrator")
@require_POST
def disable_user(request: Request, pk: int) -> HttpResponse:
    """Shut a person out."""
    user = get_object_or_404(User, pk=pk)
    try:
        acts.disable_user(user=user, by=request.user, at=timezone.now())
        messages.success(request, f"Sospeso l'utente {user.username}: non può più accedere.")
    except acts.NotPossible as reason:
        messages.error(request, str(reason))
    return redirect("edit_user", pk)


@allow("administrator")
@require_POST
def enable_user(request: Request, pk: int) -> HttpResponse:
    """Let a person in again."""
    user = get_object_or_404(User, pk=pk)
    acts.enable_user(user=user, by=request.user, at=timezone.now())
    messages.success(request, f"Riattivato l'utente {user.username}.")
    return redirect("edit_user", pk)


def _show_password(request: Request, user: User, password: str) -> HttpResponse:
    # No redirect: the password would have to be stored somewhere in between.
    return render(request, "sportello/user_password.html", {"person": user, "password": password})
