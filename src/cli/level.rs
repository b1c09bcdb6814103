//! How bad and how sure a finding has to be.

use clap::Args;
use postseal::config::ScanDefaults;
use postseal::finding::{Confidence, Severity, Threshold};

use crate::args::{confidence, severity};

/// What is worth reporting.
#[derive(Args, Clone, Copy)]
pub(crate) struct LevelArgs {
    /// Least confidence that is reported (default: medium)
    #[arg(long, value_name = "LEVEL", value_parser = confidence())]
    pub(crate) confidence: Option<Confidence>,

    /// Least severity that is reported (default: low)
    #[arg(long, value_name = "LEVEL", value_parser = severity())]
    pub(crate) severity: Option<Severity>,
}

impl LevelArgs {
    /// What is let through: by flags, or else by the configuration, or else by default.
    pub(crate) fn threshold(self, defaults: &ScanDefaults) -> Threshold {
        let Threshold { severity, confidence } = Threshold::default();
        Threshold {
            severity: self.severity.or(defaults.severity).unwrap_or(severity),
            confidence: self.confidence.or(defaults.confidence).unwrap_or(confidence),
        }
    }
}
