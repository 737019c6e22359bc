"""Rules in words, for the templates."""

from django import template

from isee.benefits.facts import isee_words
from isee.rules import rule_words

register = template.Library()
register.filter("isee_words", isee_words)
register.filter("condition_words", rule_words.condition_words)
register.filter("threshold_words", rule_words.threshold_words)
register.filter("amounts_words", rule_words.amounts_words)
register.filter("start_words", rule_words.start_words)
