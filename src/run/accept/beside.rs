//! Ignore files that lie beside what is scanned: they count only where the user trusts that.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::Rule;
use crate::config::ignore::{self, IGNORE_FILE};
use crate::finding::{Finding, Notice, NoticeCode};
use crate::input::name_of;

/// Ignore files in the folders of findings, read when a finding lies there.
#[derive(Debug)]
pub(super) struct Beside {
    here: PathBuf,
    /// Files that are read already, because they count in any case.
    known: BTreeSet<String>,
    /// By folder, as findings name it.
    files: Mutex<BTreeMap<PathBuf, Arc<Vec<Rule>>>>,
}

impl Beside {
    pub(super) fn new(here: &Path, known: BTreeSet<String>) -> Self {
        Self { here: here.to_owned(), known, files: Mutex::default() }
    }

    /// The rules of the folder of `finding`, and of those around it up to where its path begins; one that
    /// cannot be read is told to `notice`.
    pub(super) fn rules(&self, finding: &Finding, notice: impl Fn(Notice)) -> Vec<Arc<Vec<Rule>>> {
        let folders = Path::new(&*finding.path).ancestors().skip(1);
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let rules = folders.map(|folder| {
            let rules = files.entry(folder.to_owned());
            Arc::clone(rules.or_insert_with(|| Arc::new(self.read(folder, &notice))))
        });
        rules.collect()
    }

    fn read(&self, folder: &Path, notice: &impl Fn(Notice)) -> Vec<Rule> {
        let path = folder.join(IGNORE_FILE);
        let name = name_of(path.strip_prefix(&self.here).unwrap_or(&path));
        if self.known.contains(&name) || !path.is_file() {
            return Vec::new();
        }
        match ignore::read(&path, &self.here) {
            Ok(rules) => rules.into_iter().map(Rule::from).collect(),
            Err(error) => {
                let text = error.to_string();
                let message = text.lines().next().unwrap_or_default().to_owned();
                notice(Notice { path: name, line: None, code: NoticeCode::Unread, message });
                Vec::new()
            }
        }
    }
}
