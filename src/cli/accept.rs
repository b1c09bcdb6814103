//! What findings are accepted: rules, ignore files, markers and the baseline, as flags, environment and
//! configuration say.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueHint};
use postseal::baseline::{Baseline, Known};
use postseal::config::{Config, ignore};
use postseal::run::accept::Acceptance;

use crate::library::here;

/// By what findings are accepted.
#[derive(Args)]
pub(crate) struct AcceptArgs {
    /// Take what the baseline in FILE knows for accepted
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) baseline: Option<PathBuf>,

    /// Take no baseline
    #[arg(long, conflicts_with = "baseline")]
    pub(crate) no_baseline: bool,

    /// Let what is scanned say what is accepted: by markers in descriptions, and by ignore files beside it
    #[arg(long)]
    pub(crate) trust_input: bool,
}

impl AcceptArgs {
    /// The file of the baseline.
    pub(crate) fn baseline(&self, config: &Config) -> Option<PathBuf> {
        let default = config.scan.baseline.clone().filter(|_| !self.no_baseline);
        self.baseline.clone().or(default)
    }

    /// What accepts findings; `now` is in seconds since 1970.
    pub(crate) fn acceptance(
        &self,
        config: &mut Config,
        now: Option<u64>,
    ) -> anyhow::Result<Acceptance> {
        let known = match self.baseline(config) {
            Some(path) => Some(Known::new(Baseline::read(&path, &here()?)?)),
            None => None,
        };
        let acceptance = rules(self.trust_input, config, now)?;
        Ok(match known {
            Some(known) => acceptance.with_baseline(Arc::new(known)),
            None => acceptance,
        })
    }
}

/// What accepts findings, but for a baseline.
pub(crate) fn rules(
    trust_input: bool,
    config: &mut Config,
    now: Option<u64>,
) -> anyhow::Result<Acceptance> {
    let here = here()?;
    let mut rules = std::mem::take(&mut config.allow);
    if let Some(path) = ignore::find(&here) {
        rules.extend(ignore::read(&path, &here)?);
    }
    let acceptance = Acceptance::new(rules, now);
    Ok(if trust_input { acceptance.with_files_beside(&here) } else { acceptance })
}

/// Whether what is scanned is all that rules speak of: no path is given, or the working directory, or a
/// folder around it.
pub(crate) fn is_all(paths: &[PathBuf], here: &Path) -> bool {
    let holds = |path: &PathBuf| path.canonicalize().is_ok_and(|path| here.starts_with(path));
    paths.is_empty() || paths.iter().any(holds)
}
