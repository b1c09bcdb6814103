//! Who looks at reports before they are written.

use std::fmt;

use super::RunOptions;
use crate::credential::WorkspaceReport;
use crate::finding::Notice;

/// Looks at what a workspace came to before it is written, and may mark findings as accepted or leave
/// some out. A journal keeps reports as they were before, because what is accepted changes without the
/// inputs.
pub trait Review: fmt::Debug + Send + Sync {
    /// Changes `report`.
    fn review(&self, report: &mut WorkspaceReport);

    /// Does the same with the violations in `report`, after a policy has looked at it.
    fn violations(&self, _report: &mut WorkspaceReport) {}

    /// Whether it must see the reports in the order of the inputs; they are then formatted on one thread.
    fn needs_order(&self) -> bool {
        false
    }

    /// What is worth knowing once all reports have been looked at; `is_whole` tells that none is missing.
    fn notices(&self, _is_whole: bool) -> Vec<Notice> {
        Vec::new()
    }
}

impl RunOptions {
    /// Lets the reviews and the policy look at `report`.
    pub(super) fn review(&self, report: &mut WorkspaceReport) {
        self.reviews.iter().for_each(|review| review.review(report));
        if let Some(policy) = &self.policy {
            policy.apply(report, self.threshold.severity);
            self.reviews.iter().for_each(|review| review.violations(report));
        }
    }

    /// Whether a review must see the reports in their order.
    pub(super) fn needs_order(&self) -> bool {
        self.reviews.iter().any(|review| review.needs_order())
    }

    /// What they have to say, once all reports have been looked at.
    pub(super) fn notices(&self, is_whole: bool) -> Vec<Notice> {
        let mut all: Vec<Notice> =
            self.reviews.iter().flat_map(|review| review.notices(is_whole)).collect();
        all.sort();
        all
    }
}
