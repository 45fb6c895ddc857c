"""Every rule that must hold across the parts of a record and across records, and the run over them all."""

from __future__ import annotations

from . import award_rules, bloc_rules, fact_rules, ledger_rules, lineage_rules, people_rules
from .archive import Archive
from .problems import Report

RULES = (
    fact_rules.records_stand_in_their_files,
    fact_rules.dates_say_what_is_inferred,
    fact_rules.recipients_are_named_or_numbered,
    fact_rules.sources_can_be_found,
    fact_rules.figures_are_as_printed,
    fact_rules.sources_are_not_mirrors,
    fact_rules.rolls_are_as_long_as_their_decision_says,
    bloc_rules.the_members_are_all_there,
    bloc_rules.the_next_head_leads,
    bloc_rules.years_follow_each_other,
    bloc_rules.meetings_are_reported_afterwards,
    bloc_rules.nothing_lies_within_itself,
    bloc_rules.units_live_in_their_time,
    bloc_rules.lifespans_run_forward,
    lineage_rules.successions_lead_on,
    lineage_rules.decisions_are_entered_once,
    lineage_rules.one_of_several_is_several,
    award_rules.awards_run_their_course,
    award_rules.only_a_proposal_asks,
    award_rules.awards_are_stated_once,
    award_rules.award_ids_are_unique,
    award_rules.awards_fit_their_recipients,
    award_rules.grades_are_of_their_kind,
    award_rules.kinds_are_in_force,
    award_rules.kinds_are_conferred_by_their_authorities,
    award_rules.merit_comes_before_its_award,
    people_rules.nothing_private_is_recorded,
    people_rules.minors_are_not_named,
    people_rules.ids_are_not_given_twice_over_time,
    people_rules.rows_are_of_whom_they_name,
    people_rules.identities_agree,
    ledger_rules.ids_that_had_a_page_are_kept,
    ledger_rules.ids_with_a_page_are_in_the_ledger,
    ledger_rules.the_withdrawn_stay_out,
    ledger_rules.corrections_come_after_they_are_asked_for,
)


def check(archive: Archive, report: Report) -> None:
    """Run every rule over the archive."""
    for rule in RULES:
        for broken in rule(archive):
            report.add(broken.code, broken.place, **broken.values)
