"""Every rule that must hold across the parts of a record and across records, and the run over them all."""

from __future__ import annotations

from ..archive.archive import Archive
from ..language.problems import Report
from . import awards, blocs, facts, ledgers, lineage, people

RULES = (
    facts.records_stand_in_their_files,
    facts.dates_say_what_is_inferred,
    facts.recipients_are_named_or_numbered,
    facts.sources_can_be_found,
    facts.figures_are_as_printed,
    facts.sources_are_not_mirrors,
    facts.rolls_are_as_long_as_their_decision_says,
    blocs.the_members_are_all_there,
    blocs.the_next_head_leads,
    blocs.years_follow_each_other,
    blocs.meetings_are_reported_afterwards,
    blocs.nothing_lies_within_itself,
    blocs.units_live_in_their_time,
    blocs.lifespans_run_forward,
    lineage.successions_lead_on,
    lineage.decisions_are_entered_once,
    lineage.one_of_several_is_several,
    awards.awards_run_their_course,
    awards.only_a_proposal_asks,
    awards.awards_are_stated_once,
    awards.award_ids_are_unique,
    awards.awards_fit_their_recipients,
    awards.grades_are_of_their_kind,
    awards.kinds_are_in_force,
    awards.kinds_are_conferred_by_their_authorities,
    awards.merit_comes_before_its_award,
    people.nothing_private_is_recorded,
    people.minors_are_not_named,
    people.ids_are_not_given_twice_over_time,
    people.rows_are_of_whom_they_name,
    people.identities_agree,
    ledgers.ids_that_had_a_page_are_kept,
    ledgers.ids_with_a_page_are_in_the_ledger,
    ledgers.the_withdrawn_stay_out,
    ledgers.corrections_come_after_they_are_asked_for,
)


def check(archive: Archive, report: Report) -> None:
    """Run every rule over the archive."""
    for rule in RULES:
        for broken in rule(archive):
            report.add(broken.code, broken.place, **broken.values)
