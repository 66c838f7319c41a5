from django import template

from intranet.members.accounts import browsers

register = template.Library()

register.filter("browser_words", browsers.browser_words)
