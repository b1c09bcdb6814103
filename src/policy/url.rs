//! `sent-in-url`

use super::Allowed;
use crate::finding::Finding;
use crate::location::Role;

pub(super) fn check(finding: &Finding, _: &Allowed) -> Option<String> {
    if finding.pattern.id.contains("webhook") {
        return None;
    }
    let location = &finding.location;
    if let Some(part) = part(location.role) {
        return Some(match location.label.as_deref().filter(|_| location.role != Role::Url) {
            Some(label) => format!("{label} stands in {part}"),
            None => format!("it stands in {part}"),
        });
    }
    let (usage, part) = finding.uses.iter().find_map(|usage| Some((usage, part(usage.role)?)))?;
    Some(format!("its variable is used in {part}: {}", usage.name_path.join(" > ")))
}

/// The part of a URL that has this role.
fn part(role: Role) -> Option<&'static str> {
    match role {
        Role::Query => Some("the query of a URL"),
        Role::Path => Some("the path of a URL"),
        Role::Url => Some("a URL"),
        _ => None,
    }
}
