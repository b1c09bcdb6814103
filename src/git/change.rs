//! What differs between two states of a repository, and what one state consists of.

use super::{GitError, Repository};

/// A version of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// From the top of the work tree, in bytes.
    pub path: Vec<u8>,
    /// The id of its blob.
    pub id: String,
}

/// A file of an index or a tree.
pub type Entry = Version;

/// A path at which two states differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// From the top of the work tree, in bytes.
    pub path: Vec<u8>,
    /// The id of its blob in the later state; none for what is gone, a symbolic link or a submodule.
    pub now: Option<String>,
    /// The versions that it comes from, where these are files: one for each earlier state that has one.
    pub before: Vec<Version>,
    /// Whether a merge left several versions of it.
    pub is_conflict: bool,
}

/// How two states are compared.
const COMPARED: [&str; 6] = ["--raw", "-z", "--no-abbrev", "-M", "--no-ext-diff", "--no-textconv"];

impl Repository {
    /// What is staged and differs from `parent`, a commit or tree.
    pub(super) fn staged_since(&self, parent: &str) -> Result<Vec<Change>, GitError> {
        if !self.has_work_tree {
            return Err(GitError::NoWorkTree);
        }
        let args = [&["diff-index", "--cached"], &COMPARED[..], &[parent, "--"]].concat();
        Raw::new(&self.output(&args)?).changes()
    }

    /// What differs in the tree `to` from the tree `from`.
    pub fn changes(&self, from: &str, to: &str) -> Result<Vec<Change>, GitError> {
        let args = [&["diff-tree", "-r"], &COMPARED[..], &[from, to, "--"]].concat();
        Raw::new(&self.output(&args)?).changes()
    }

    /// The files of the index.
    pub fn index(&self) -> Result<Vec<Entry>, GitError> {
        entries(&self.output(&["ls-files", "--stage", "-z", "--full-name", "--", ":/"])?)
    }

    /// The files of a commit or tree.
    pub fn tree(&self, tree: &str) -> Result<Vec<Entry>, GitError> {
        entries(&self.output(&["ls-tree", "-r", "-z", "--full-tree", tree])?)
    }
}

/// The regular files in what `ls-files --stage` and `ls-tree` print.
fn entries(output: &[u8]) -> Result<Vec<Entry>, GitError> {
    let entry = |line: &[u8]| {
        let tab = memchr::memchr(b'\t', line)?;
        let facts = std::str::from_utf8(line.get(..tab)?).ok()?;
        let (mode, rest) = facts.split_once(' ')?;
        // `ls-tree` tells the type before the id, `ls-files` the stage behind it.
        let id = rest.split(' ').find(|word| word.len() >= 40)?;
        let path = line.get(tab + 1..)?.to_vec();
        Some((is_file(mode), Entry { path, id: id.to_owned() }))
    };
    let lines = output.split(|&byte| byte == 0).filter(|line| !line.is_empty());
    let all: Option<Vec<_>> = lines.map(entry).collect();
    let all = all.ok_or(GitError::Unexpected("ls-files"))?;
    Ok(all.into_iter().filter_map(|(is_file, entry)| is_file.then_some(entry)).collect())
}

/// Whether a mode is that of a regular file, executable or not.
fn is_file(mode: &str) -> bool {
    mode.starts_with("100")
}

/// The fields of a raw diff, each ended by NUL.
pub(super) struct Raw<'r>(std::slice::Split<'r, u8, fn(&u8) -> bool>);

impl<'r> Raw<'r> {
    pub(super) fn new(output: &'r [u8]) -> Self {
        Self(output.split(|&byte| byte == 0))
    }

    fn changes(self) -> Result<Vec<Change>, GitError> {
        let Self(mut fields) = self;
        let mut changes = Vec::new();
        while let Some(head) = fields.next() {
            if head.is_empty() {
                continue;
            }
            let head = Head::parse(head).ok_or(GitError::Unexpected("diff"))?;
            let path = fields.next().ok_or(GitError::Unexpected("diff"))?;
            let second = if head.has_two_paths() { fields.next() } else { None };
            changes.push(head.change(path, second));
        }
        Ok(changes)
    }
}

/// What a raw diff says of a path: `:100644 100644 <id> <id> M`, with one colon and one mode and id more for
/// each further parent.
pub(super) struct Head {
    before: Vec<(String, String)>,
    now: (String, String),
    status: String,
}

impl Head {
    pub(super) fn parse(field: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(field).ok()?;
        let facts = text.trim_start_matches(':');
        let parents = text.len() - facts.len();
        let words: Vec<&str> = facts.split(' ').collect();
        let (modes, rest) = words.split_at_checked(parents + 1)?;
        let (ids, status) = rest.split_at_checked(parents + 1)?;
        let mut sides: Vec<_> = modes
            .iter()
            .zip(ids)
            .map(|(mode, id)| ((*mode).to_owned(), (*id).to_owned()))
            .collect();
        let now = sides.pop()?;
        let [status] = status else { return None };
        (parents > 0).then(|| Self { before: sides, now, status: (*status).to_owned() })
    }

    /// Whether the earlier path stands before the later one. A diff with several parents has only the later.
    pub(super) fn has_two_paths(&self) -> bool {
        self.before.len() == 1 && self.status.starts_with(['R', 'C'])
    }

    /// The change at `path`, or from `path` to `second`.
    pub(super) fn change(self, path: &[u8], second: Option<&[u8]>) -> Change {
        let before = self.before.into_iter().filter(|(mode, _)| is_file(mode));
        let before = before.map(|(_, id)| Version { path: path.to_vec(), id });
        let (mode, id) = self.now;
        Change {
            path: second.unwrap_or(path).to_vec(),
            now: is_file(&mode).then_some(id),
            before: before.collect(),
            is_conflict: self.status == "U",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "1111111111111111111111111111111111111111";
    const TWO: &str = "2222222222222222222222222222222222222222";

    #[test]
    fn raw_diffs_are_read_with_their_renames_links_and_line_feeds() {
        let output = format!(
            ":100644 100755 {ONE} {TWO} M\0a\nb.json\0:100644 100644 {ONE} {TWO} R090\0old\0new\0\
             :000000 120000 {ONE} {TWO} A\0link\0:160000 160000 {ONE} {TWO} M\0module\0\
             :100644 000000 {ONE} {TWO} D\0gone\0"
        );
        let changes = Raw::new(output.as_bytes()).changes().unwrap();
        let told: Vec<_> = changes
            .iter()
            .map(|change| {
                let before = change.before.iter().map(|b| String::from_utf8_lossy(&b.path));
                let path = String::from_utf8_lossy(&change.path);
                (path, change.now.is_some(), before.collect::<Vec<_>>().join(" "))
            })
            .collect();
        let expected = [
            ("a\nb.json", true, "a\nb.json"),
            ("new", true, "old"),
            ("link", false, ""),
            ("module", false, ""),
            ("gone", false, "gone"),
        ];
        assert_eq!(told, expected.map(|(path, now, before)| (path.into(), now, before.into())));
    }

    #[test]
    fn merges_have_a_version_for_each_parent() {
        let head = Head::parse(format!("::100644 100644 100644 {ONE} {TWO} {ONE} MM").as_bytes());
        let change = head.unwrap().change(b"a", None);
        assert_eq!(change.before.len(), 2);
        assert!(Head::parse(b"100644").is_none() && Head::parse(b":1 2").is_none());
    }
}
