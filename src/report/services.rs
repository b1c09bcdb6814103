//! Where the credentials of a run are sent: one row a service and host.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::credential::{Credential, WorkspaceReport};

/// What is sent to one host of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceRow<'s> {
    /// The service, where it is known.
    pub service: Option<&'s str>,
    /// The host, where it is known.
    pub host: Option<&'s str>,
    /// Distinct credentials.
    pub credentials: u64,
    /// Files that they stand in.
    pub files: u64,
    /// Workspaces that they stand in.
    pub workspaces: u64,
}

/// A service and a host; one of the two may be unknown.
type Key = (Option<Arc<str>>, Option<Arc<str>>);

#[derive(Debug, Default)]
struct Counted {
    credentials: BTreeSet<String>,
    files: u64,
    workspaces: u64,
}

/// Most services and hosts that are told apart.
const MOST_ROWS: usize = 10_000;

/// Counts by service and host.
#[derive(Debug, Default)]
pub(super) struct Services {
    rows: BTreeMap<Key, Counted>,
}

impl Services {
    /// Adds the credentials of a workspace whose ids are in `open`.
    pub(super) fn add(&mut self, report: &WorkspaceReport, open: &BTreeSet<&str>) {
        let mut files: BTreeMap<Key, BTreeSet<&str>> = BTreeMap::new();
        let is_open = |credential: &&Credential| open.contains(&*credential.secret_id);
        for credential in report.credentials.iter().filter(is_open) {
            for key in keys(credential.service.as_ref(), &credential.hosts) {
                if self.rows.len() >= MOST_ROWS && !self.rows.contains_key(&key) {
                    continue;
                }
                let counted = self.rows.entry(key.clone()).or_default();
                counted.credentials.insert(credential.secret_id.clone());
                files.entry(key).or_default().extend(credential.files.iter().map(|file| &**file));
            }
        }
        for (key, files) in files {
            let counted = self.rows.entry(key).or_default();
            counted.files += files.len() as u64;
            counted.workspaces += 1;
        }
    }

    /// The rows, sorted by service and host.
    pub(super) fn rows(&self) -> impl Iterator<Item = ServiceRow<'_>> {
        self.rows.iter().map(|((service, host), counted)| ServiceRow {
            service: service.as_deref(),
            host: host.as_deref(),
            credentials: counted.credentials.len() as u64,
            files: counted.files,
            workspaces: counted.workspaces,
        })
    }
}

/// The rows that a credential counts in: one a host, or else that of its service.
fn keys(service: Option<&Arc<str>>, hosts: &[Arc<str>]) -> Vec<Key> {
    if hosts.is_empty() {
        return service.map(|service| (Some(service.clone()), None)).into_iter().collect();
    }
    hosts.iter().map(|host| (service.cloned(), Some(host.clone()))).collect()
}
