from django.apps import AppConfig


class IseeConfig(AppConfig):
    name = "isee"
    verbose_name = "ISEE"
