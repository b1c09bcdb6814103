//! A verdict: how sure it is that a candidate is a credential, with the steps that led there.

use crate::finding::{Confidence, Step};

/// How sure a finding is, and how that came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scan) struct Verdict {
    confidence: Confidence,
    steps: Vec<Step>,
}

impl Verdict {
    pub(in crate::scan) fn new(confidence: Confidence, reason: &'static str) -> Self {
        Self { confidence, steps: vec![Step { reason, confidence }] }
    }

    pub(in crate::scan) fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// It is no surer than `most`.
    pub(in crate::scan) fn cap(&mut self, most: Confidence, reason: &'static str) {
        self.turn(self.confidence.min(most), reason);
    }

    /// It is at least as sure as `least`.
    pub(in crate::scan) fn raise(&mut self, least: Confidence, reason: &'static str) {
        self.turn(self.confidence.max(least), reason);
    }

    /// It is less sure by one step.
    pub(in crate::scan) fn lower(&mut self, reason: &'static str) {
        let lower = match self.confidence {
            Confidence::High => Confidence::Medium,
            Confidence::Medium | Confidence::Low => Confidence::Low,
        };
        self.turn(lower, reason);
    }

    /// What turns nothing is no step.
    fn turn(&mut self, confidence: Confidence, reason: &'static str) {
        if confidence != self.confidence {
            self.confidence = confidence;
            self.steps.push(Step { reason, confidence });
        }
    }

    pub(in crate::scan) fn into_steps(self) -> Vec<Step> {
        self.steps
    }
}
