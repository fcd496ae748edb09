"""A desk with so many reviewers: submissions queue, questions stop the clock, and expiry has its named effect.

A discrete-event simulation. When a clock is due is asked of `regimes.clocks` alone, with the events made so far;
nothing here counts days of a period.
"""

import datetime
import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from seatrial.compare.way import SILENT, Way, earliest
from seatrial.domain.event import Event
from seatrial.domain.procedure import ClockState, ClockStatus, OnExpiry
from seatrial.regimes.calendars import find
from seatrial.regimes.clocks import clock_state

_DAY: Final = datetime.timedelta(days=1)
MOST_REFILINGS: Final = 2
NOTICE: Final = 5 * _DAY
"""A developer tells an authority so soon that it meets a threshold; other papers come when they are prepared."""
PERIOD: Final = 91 * _DAY
"""When the first period of reporting after a release ends."""
FILED: Final = (
    *("submission.sent", "access.granted", "framework.confirmed", "framework.published", "statement.filed"),
    "report.handed-in",
)
"""What a developer does on the day on which everything is prepared, as far as the regime knows it."""


class Submission(NamedTuple):
    """One release on its way to a desk."""

    ready_at: datetime.datetime
    planned: tuple[Event, ...]
    """What had happened when the candidate was final."""
    preparation_days: float
    waits_for: str
    """What takes longest to prepare."""
    intake_days: float
    segments: tuple[float, ...]
    """Reviewer-days of each stretch of review; between two, a question is asked."""
    answers: tuple[float, ...]
    """Days until each question is answered; one less than segments."""


class Stretch(NamedTuple):
    """One named part of the way."""

    name: str
    caused_by: str
    start: datetime.datetime
    end: datetime.datetime
    detail: str = ""


@dataclass(slots=True)
class Course:
    """What became of one submission."""

    submission: Submission
    number: int
    events: list[Event] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    decided_at: datetime.datetime | None = None
    released_at: datetime.datetime | None = None
    silent: bool = False
    """It went out since nobody decided in time."""
    questions: int = 0
    refilings: int = 0
    segment: int = 0
    urgent: bool = False
    doing: str = "preparation"
    """`preparation`, `intake`, `queue`, `review`, `question`."""
    place: int = 0
    """Which of its places in the queue is valid."""
    token: int = 0
    """Rises whenever what was scheduled for it is void."""
    next_look: datetime.datetime | None = None
    """When the review clock is looked at next; earlier plans to look are void."""
    since: datetime.datetime | None = None
    """Since when it has been in its present stretch."""

    @property
    def closed(self) -> bool:
        """Nothing more will happen at the desk."""
        return self.decided_at is not None or self.silent


def run(way: Way, submissions: Sequence[Submission], reviewers: int) -> list[Course]:
    """The course of each submission, in the given order."""
    desk = _Desk(way, reviewers)
    courses = [Course(submission=submission, number=number) for number, submission in enumerate(submissions)]
    for course in courses:
        desk.at(course.submission.ready_at, desk.prepare, course)
    desk.run()
    for course in courses:
        desk.release(course)
    return courses


class _Desk:
    """The state of the simulation: the time line, the queue, and how many reviewers are free."""

    def __init__(self, way: Way, reviewers: int) -> None:
        self.way = way
        self.free = reviewers
        self.line: list[tuple[datetime.datetime, int, Callable[[Course, datetime.datetime], None], Course, int]] = []
        self.queue: list[tuple[bool, datetime.datetime, int, int, Course]] = []
        self.count = 0
        self.calendar = find(way.review.calendar) if way.review else None

    def at(
        self,
        when: datetime.datetime,
        what: Callable[[Course, datetime.datetime], None],
        course: Course,
        token: int = -1,
    ) -> None:
        """Schedule; with a token, only as long as the course keeps it."""
        self.count += 1
        heapq.heappush(self.line, (when, self.count, what, course, token))

    def run(self) -> None:
        """Until nothing is left to happen."""
        while self.line:
            when, _, what, course, token = heapq.heappop(self.line)
            if token in (-1, course.token):
                what(course, when)

    def say(self, course: Course, type_: str, when: datetime.datetime) -> None:
        """An event of the case, if the regime knows it."""
        if type_ in self.way.events:
            course.events.append(Event(type=type_, at=when))

    def stretch(self, course: Course, name: str, caused_by: str, until: datetime.datetime, detail: str = "") -> None:
        """End the present stretch under this name."""
        start = course.since or until
        if until > start:
            course.stretches.append(Stretch(name, caused_by, start, until, detail))
        course.since = until

    def prepare(self, course: Course, now: datetime.datetime) -> None:
        """The candidate is final: the developer prepares what is asked for."""
        course.events = [event for event in course.submission.planned if event.type in self.way.events]
        self.say(course, "threshold.met", now)
        course.since = now
        done = now + course.submission.preparation_days * _DAY
        self.stretch(course, "preparation", "developer", done, course.submission.waits_for)
        self.say(course, "notice.given", min(now + NOTICE, done))
        if self.way.involved:
            self.at(done, self.file, course)

    def file(self, course: Course, now: datetime.datetime) -> None:
        """Everything is handed in."""
        course.doing = "intake"
        for type_ in FILED:
            self.say(course, type_, now)
        self.watch(course, now)
        self.at(now + course.submission.intake_days * _DAY, self.accept, course, course.token)

    def accept(self, course: Course, now: datetime.datetime) -> None:
        """The submission is complete: it joins the queue."""
        self.say(course, "submission.accepted", now)
        self.stretch(course, "intake", "authority", now)
        self.watch(course, now)
        self.wait(course, now)

    def wait(self, course: Course, now: datetime.datetime) -> None:
        """Join the queue; urgent cases stand before others."""
        course.doing = "queue"
        course.place += 1
        heapq.heappush(self.queue, (not course.urgent, now, course.number, course.place, course))
        self.take(now)

    def take(self, now: datetime.datetime) -> None:
        """Free reviewers take the next cases."""
        while self.queue and (self.free > 0 or self.way.internal):
            *_, place, course = heapq.heappop(self.queue)
            if course.closed or course.doing != "queue" or course.place != place:
                continue
            self.free -= 1
            course.doing = "review"
            self.stretch(course, "queue", "authority", now)
            self.at(now + course.submission.segments[course.segment] * _DAY, self.reviewed, course)

    def reviewed(self, course: Course, now: datetime.datetime) -> None:
        """A stretch of review is over: a question follows, or the decision."""
        self.free += 1
        if not course.closed:
            self.stretch(course, "review", "authority", now)
            if course.segment < len(course.submission.answers):
                course.questions += 1
                course.doing = "question"
                self.say(course, "question.asked", now)
                self.watch(course, now)
                self.at(now + course.submission.answers[course.segment] * _DAY, self.answered, course, course.token)
            else:
                course.decided_at = now
                course.token += 1
                self.say(course, "decision.made", now)
                self.say(course, "access.ended", now)
        self.take(now)

    def answered(self, course: Course, now: datetime.datetime) -> None:
        """The answer is there: back into the queue."""
        self.say(course, "question.answered", now)
        self.stretch(course, f"question {course.questions}", "developer", now)
        course.segment += 1
        self.watch(course, now)
        self.wait(course, now)

    def watch(self, course: Course, now: datetime.datetime) -> None:
        """Look again when the review clock would be due by what has happened up to now."""
        state = self.state(course, now)
        if state is None or state.due_at is None or state.status not in (ClockStatus.RUNNING, ClockStatus.STOPPED):
            return
        if state.status is ClockStatus.STOPPED and self.way.review and self.way.review.max_stop_days is None:
            return
        course.next_look = max(state.due_at, now + _DAY / 24)
        self.at(course.next_look, self.look, course)

    def state(self, course: Course, now: datetime.datetime) -> ClockState | None:
        """Where the review clock stands."""
        if self.way.review is None or self.calendar is None:
            return None
        return clock_state(self.way.review, course.events, self.calendar, now)

    def look(self, course: Course, now: datetime.datetime) -> None:
        """The review clock may have run out: do what the regime says of it."""
        if course.closed or course.urgent or self.way.review is None or course.next_look != now:
            return
        state = self.state(course, now)
        if state is None or state.status is not ClockStatus.EXPIRED:
            # It stood still meanwhile, or had stood still for as long as it may.
            self.watch(course, now)
            return
        if self.way.review.on_expiry in SILENT:
            course.silent = True
            course.token += 1
            self.stretch(course, *_doing(course), now, "nobody decided in time")
        elif self.way.review.on_expiry is OnExpiry.ESCALATE:
            course.urgent = True
            if course.doing == "queue":
                self.wait(course, now)
        elif self.way.review.on_expiry is OnExpiry.LAPSE:
            self.lapse(course, now)

    def lapse(self, course: Course, now: datetime.datetime) -> None:
        """The submission is void, and filed anew; what was reviewed is lost. After some times it just waits."""
        if course.refilings >= MOST_REFILINGS:
            return
        course.refilings += 1
        course.token += 1
        course.segment = 0
        self.stretch(course, "lapsed", "authority", now, "filed anew")
        course.events = [event for event in course.submission.planned if event.type in self.way.events]
        if course.doing == "review":
            # The reviewer finishes the stretch in hand, which counts towards the new submission.
            self.say(course, "submission.sent", now)
            self.say(course, "submission.accepted", now)
            self.watch(course, now)
            return
        self.at(now, self.file, course, course.token)

    def shortest_holds(self, course: Course) -> list[datetime.datetime]:
        """When each hold that cannot be shortened is over."""
        now = max(event.at for event in course.events) if course.events else course.submission.ready_at
        states = (clock_state(clock, course.events, find(clock.calendar), now) for clock in self.way.waits)
        return [state.due_at for state in states if state.due_at is not None]

    def release(self, course: Course) -> None:
        """When it goes out: decided, or by silence, or at the end of what it has to wait for."""
        filed = course.submission.ready_at + course.submission.preparation_days * _DAY
        out = earliest(self.way, filed) if self.way.windows else filed
        if self.way.holds:
            out = max(out, course.since or filed, *self.shortest_holds(course))
        elif self.way.review:
            state = self.state(course, max((event.at for event in course.events), default=filed))
            due = state.due_at if state else None
            out = max(out, min((moment for moment in (course.decided_at, due) if moment), default=filed))
        if course.decided_at is None or course.decided_at > out:
            course.stretches = [_cut(s, out) for s in course.stretches if s.start < out]
        last = max((s.end for s in course.stretches), default=course.submission.ready_at)
        if out > last:
            course.stretches.append(Stretch("window before release", "authority", last, out))
        course.released_at = out
        for type_ in ("report.published", "release.partner", "release.public"):
            self.say(course, type_, out)
        self.say(course, "period.ended", out + PERIOD)


def _doing(course: Course) -> tuple[str, str]:
    """Name of the present stretch, and who causes it."""
    if course.doing == "question":
        return f"question {course.questions}", "developer"
    return course.doing, "authority"


def _cut(stretch: Stretch, at: datetime.datetime) -> Stretch:
    return stretch._replace(end=min(stretch.end, at))
