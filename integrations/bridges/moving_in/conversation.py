"""Asking in the terminal, one question at a time; a wrong answer is explained and asked again, an empty one takes what stands in brackets."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from integrations.bridges.moving_in.lines import WrongAnswer
from integrations.bridges.moving_in.questions import QUESTIONS, Answers, Question, check_together

Ask = Callable[[str], str]  # shows a prompt, returns a line without its end; raises EOFError when nothing more will come
Say = Callable[[str], object]


class NotAnswered(Exception):
    """Nobody is there to answer; `keys` are the questions that have no answer."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


class WrongAnswers(Exception):
    """The file answers wrongly; by key, what to write instead."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{key}: {sentence}" for key, sentence in wrong.items()))
        self.wrong = wrong


def pending(answers: Answers) -> list[Question]:
    """The questions that neither the answers nor the database settle."""
    return [question for question in QUESTIONS if question.key not in answers and not question.answered() and not question.useless(answers)]


def read_all(answers: Answers) -> dict[str, Any]:  # Any: each question reads its own kind of answer
    """The values of the answers. Raises WrongAnswers."""
    values, wrong = {}, {}
    for question in QUESTIONS:
        if question.key in answers:
            try:
                values[question.key] = question.values(answers[question.key])
            except WrongAnswer as refusal:
                wrong[question.key] = refusal.messages[0]
    wrong |= {key: sentence for key, sentence in check_together(values).items() if key not in wrong}
    if wrong:
        raise WrongAnswers(wrong)
    return values


def without_anybody(answers: Answers) -> Answers:
    """The answers completed by what an empty line would mean. Raises NotAnswered for the questions that need somebody."""
    missing = [question.key for question in pending(answers) if question.default is None]
    if missing:
        raise NotAnswered(missing)
    return {**answers, **{question.key: _empty(question) for question in pending(answers)}}


def with_somebody(answers: Answers, *, ask: Ask, say: Say) -> None:
    """Fill `answers` in place, so that what was answered before an interruption is not lost. Raises EOFError when nobody answers any more."""
    for question in QUESTIONS:
        if question in pending(answers):
            answers[question.key] = _ask(question, answers, ask=ask, say=say)


def _empty(question: Question) -> str | list[str]:
    default = question.default or ""
    return [line for line in [default] if line] if question.many else default


def _ask(question: Question, answers: Answers, *, ask: Ask, say: Say) -> str | list[str]:
    say("")
    if question.help:
        say(f"  {question.help}")
    while True:
        answer = _lines(question, ask, say) if question.many else ask(_prompt(question)).strip() or question.default or ""
        try:
            question.values(answer)
            wrong = check_together(read_all({**answers, question.key: answer})).get(question.key)
        except WrongAnswer as refusal:
            wrong = refusal.messages[0]
        except WrongAnswers as refusal:
            wrong = refusal.wrong.get(question.key)
        if not wrong:
            return answer
        say(f"  → {wrong}")


def _lines(question: Question, ask: Ask, say: Say) -> list[str]:
    """Each line is read as it is typed: one that is refused costs no other."""
    found: list[str] = []
    prompt = _prompt(question, _("one a line, an empty line to end"))
    while True:
        line = ask(prompt if not found else "  … ").strip()
        if not line:
            return found or [one for one in [question.default or ""] if one]
        try:
            question.read(line)
        except WrongAnswer as refusal:
            say(f"  → {refusal.messages[0]}")
        else:
            found.append(line)


def _prompt(question: Question, how: str = "") -> str:
    shown = "" if question.default is None else f" [{question.default or _('nothing')}]"
    return f"{question.prompt}{f' ({how})' if how else ''}{shown}\u00a0: "
