"""The mail that carries a link to answer: plain text and simple HTML, an identity that does not change from one attempt to the next."""

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from referents import links, tokens
from referents.conf import base_url, mail_domain, mail_language, option
from referents.models import AnswerLink


def address(link: AnswerLink) -> str:
    """The absolute address of the page. Written in the mail, nowhere else."""
    return base_url() + reverse("referents:answer_by_link", args=[tokens.token_of(link.nonce)])


def message(link: AnswerLink) -> EmailMultiAlternatives:
    """Ready to leave. The citizen's message is in it, and nothing else of the citizen."""
    with translation.override(mail_language()):
        context = {
            "page": links.link_page(link, now=timezone.now()),
            "link": link,
            "address": address(link),
            "name": links.name_of(link),
            "call": links.whom_to_call(link),
        }
        question = f"<question-{link.enquiry.submission}@{mail_domain()}>"
        mail = EmailMultiAlternatives(
            subject=_("A question for you: %(subject)s") % {"subject": " ".join(link.enquiry.subject.split())},
            body=render_to_string("referents/links/mail.txt", context),
            from_email=option("REPLIES_FROM") or None,
            to=[links.address_of(link)],
            headers={
                "Message-ID": f"<lien-{link.key}@{mail_domain()}>",
                "References": question,
                "In-Reply-To": question,
                "Auto-Submitted": "auto-generated",
            },
        )
        mail.attach_alternative(render_to_string("referents/links/mail.html", context), "text/html")
        return mail
