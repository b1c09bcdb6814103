//! Every version of every file, with the commit that brought it, oldest first.

use std::collections::{BTreeMap, HashSet};
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use super::change::Head;
use super::parents::is_zeros;
use super::{Change, GitError, Repository, Version};

/// A commit, as far as a report tells of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its full id.
    pub id: String,
    /// When its author made it, as ISO 8601: `2026-03-31T09:30:00+02:00`.
    pub date: String,
}

/// Which commits are gone through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revisions {
    /// All that branches, tags, other references and `HEAD` lead to.
    All,
    /// Those that the second leads to and the first does not.
    Range(String, String),
}

/// The changes of commits, each commit before those that come from it.
pub struct History {
    children: Vec<Child>,
    fields: BufReader<ChildStdout>,
    commit: Option<Arc<Commit>>,
}

impl Repository {
    /// What the commits of `revisions` changed, oldest first. Of a merge only what is in none of its parents.
    ///
    /// # Errors
    /// If a revision names no commit, or git cannot be called.
    pub fn history(&self, revisions: &Revisions) -> Result<History, GitError> {
        let mut list = vec!["rev-list".to_owned(), "--date-order".into(), "--reverse".into()];
        match revisions {
            Revisions::All => {
                list.push("--all".into());
                list.extend(self.resolve("HEAD^{commit}"));
            }
            Revisions::Range(from, to) => {
                list.push(self.commit(to)?);
                if !is_zeros(from) {
                    list.push(format!("^{}", self.commit(from)?));
                }
            }
        }
        list.push("--".into());
        let mut lister = self.call(list);
        lister.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut lister = lister.spawn().map_err(GitError::started)?;
        let listed = lister.stdout.take().ok_or(GitError::Unexpected("rev-list"))?;
        let mut differ = self.call(DIFFED);
        differ.stdin(listed).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut differ = differ.spawn().map_err(GitError::started)?;
        let fields = differ.stdout.take().ok_or(GitError::Unexpected("diff-tree"))?;
        let fields = BufReader::with_capacity(64 << 10, fields);
        Ok(History { children: vec![lister, differ], fields, commit: None })
    }
}

/// How commits are compared with their parents.
const DIFFED: [&str; 12] = [
    "diff-tree",
    "--stdin",
    "-r",
    "-c",
    "--root",
    "--raw",
    "-z",
    "--no-abbrev",
    "-M",
    "--no-ext-diff",
    "--no-textconv",
    "--format=%H %aI",
];

impl History {
    /// The next field; none at the end.
    fn field(&mut self) -> Result<Option<Vec<u8>>, GitError> {
        let mut field = Vec::new();
        self.fields.read_until(0, &mut field).map_err(GitError::Io)?;
        if field.pop().is_none() {
            return self.close().map(|()| None);
        }
        Ok(Some(field))
    }

    /// Whether git came to its end well: what it could not read must not pass for clean.
    fn close(&mut self) -> Result<(), GitError> {
        for mut child in self.children.drain(..) {
            if !child.wait().map_err(GitError::Io)?.success() {
                let message = "the history could not be read to its end".to_owned();
                return Err(GitError::Refused { command: "rev-list".into(), message });
            }
        }
        Ok(())
    }

    fn read(&mut self) -> Result<Option<(Arc<Commit>, Change)>, GitError> {
        const UNEXPECTED: GitError = GitError::Unexpected("diff-tree");
        while let Some(field) = self.field()? {
            let field = field.strip_prefix(b"\n").unwrap_or(&field);
            if field.starts_with(b":") {
                let head = Head::parse(field).ok_or(UNEXPECTED)?;
                let path = self.field()?.ok_or(UNEXPECTED)?;
                let second = if head.has_two_paths() { self.field()? } else { None };
                let commit = self.commit.clone().ok_or(UNEXPECTED)?;
                return Ok(Some((commit, head.change(&path, second.as_deref()))));
            }
            if let Some((id, date)) = String::from_utf8_lossy(field).split_once(' ') {
                self.commit = Some(Arc::new(Commit { id: id.to_owned(), date: date.to_owned() }));
            }
        }
        Ok(None)
    }
}

impl Iterator for History {
    type Item = Result<(Arc<Commit>, Change), GitError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

impl Drop for History {
    fn drop(&mut self) {
        for child in &mut self.children {
            // They only read; nobody needs what is left.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// What files were called first, so that one that is renamed stays the same file.
#[derive(Debug, Default)]
pub struct Renames(Mutex<BTreeMap<String, Arc<str>>>);

impl Renames {
    /// Notes that `new` comes from `old`. What has been told of a name holds.
    pub fn note(&self, old: &str, new: &str) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let origin = known.get(old).cloned().unwrap_or_else(|| old.into());
        known.entry(new.to_owned()).or_insert(origin);
    }

    /// What the file called `name` was called first.
    pub fn origin(&self, name: &str) -> Arc<str> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(name).cloned().unwrap_or_else(|| name.into())
    }
}

/// The versions that a range of commits begins with: those that it changes and did not make.
pub fn beginnings<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Vec<Version> {
    let mut made: HashSet<&str> = HashSet::new();
    let mut beginnings = Vec::new();
    for change in changes {
        let from = change.before.iter().filter(|version| !made.contains(&*version.id));
        beginnings.extend(from.cloned());
        made.extend(change.now.as_deref());
    }
    beginnings.sort_by(|a, b| (&a.path, &a.id).cmp(&(&b.path, &b.id)));
    beginnings.dedup();
    beginnings
}
