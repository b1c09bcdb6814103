//! What stands in for a secret, and where Postman would put a value in for it.

use crate::finding::Finding;
use crate::location::{Location, Role};
use crate::source::Kind;

/// What a secret is replaced by, where Postman resolves variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// `{{vault:name}}`: the value goes into Postman Vault, which no export holds.
    #[default]
    Vault,
    /// `{{name}}`: the value goes into an environment.
    Variable,
    /// `<NAME>`: somebody types the value in.
    Placeholder,
}

impl Style {
    /// All of them, the default first.
    pub const ALL: [Style; 3] = [Self::Vault, Self::Variable, Self::Placeholder];

    /// The word for it in flags.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vault => "vault",
            Self::Variable => "variable",
            Self::Placeholder => "placeholder",
        }
    }

    /// What stands in for the secret called `name` at a place of this kind.
    pub(super) fn text(self, name: &str, place: Place) -> String {
        match (self, place) {
            (Self::Placeholder, _) | (_, Place::Script | Place::Shown | Place::Own) => {
                placeholder(name)
            }
            (Self::Vault, _) => format!("{{{{vault:{name}}}}}"),
            // A variable without a value is what Postman's own environments hold for a secret.
            (Self::Variable, Place::Definition) => String::new(),
            (Self::Variable, Place::Request) => format!("{{{{{name}}}}}"),
        }
    }
}

/// `api-key` as `<API_KEY>`.
pub(super) fn placeholder(name: &str) -> String {
    let upper = name.to_ascii_uppercase();
    format!("<{}>", upper.replace(|c: char| !c.is_ascii_alphanumeric(), "_"))
}

/// What Postman does with a reference to a variable at the place of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Puts the value in, when a request is sent.
    Request,
    /// The whole value of a variable: puts the value in wherever the variable is used.
    Definition,
    /// A part of the value of the variable that has the secret's own name: it would go round in circles.
    Own,
    /// Nothing: a script asks for variables by calls.
    Script,
    /// Nothing: it is shown as it stands.
    Shown,
}

/// The string that a secret stands in.
pub(super) struct Spot<'s> {
    /// The kind of its document.
    pub(super) kind: Kind,
    pub(super) role: Role,
    pub(super) pointer: &'s str,
    pub(super) label: Option<&'s str>,
    /// Whether the secret is all of it.
    pub(super) is_whole: bool,
}

impl<'s> Spot<'s> {
    pub(super) fn of(finding: &'s Finding, is_whole: bool) -> Self {
        let Location { role, pointer, label, .. } = &finding.location;
        Self { kind: finding.kind, role: *role, pointer, label: label.as_deref(), is_whole }
    }
}

/// Parts of a pointer whose strings Postman takes as they are.
const UNRESOLVED: [&str; 4] = ["certificate", "certificates", "proxy", "protocolProfileBehavior"];

impl Place {
    /// The place of a secret that is called `name`.
    pub(super) fn of(spot: &Spot<'_>, name: &str) -> Self {
        if spot.role == Role::Script && is_postmans(spot.kind) {
            return Self::Script;
        }
        if !is_postmans(spot.kind) || is_unresolved(spot.pointer) {
            return Self::Shown;
        }
        match spot.role {
            Role::Variable if spot.is_whole => Self::Definition,
            Role::Variable if spot.label == Some(name) => Self::Own,
            Role::Variable
            | Role::Auth
            | Role::Header
            | Role::Cookie
            | Role::Query
            | Role::Path
            | Role::Url
            | Role::Body => Self::Request,
            _ => Self::Shown,
        }
    }

    /// What the user should know of it beside, with the secret's name in `style`.
    pub(super) fn note(self, style: Style, name: &str) -> Option<String> {
        let call = match style {
            Style::Vault => format!("await pm.vault.get(\"{name}\")"),
            Style::Variable => format!("pm.environment.get(\"{name}\")"),
            Style::Placeholder => return None,
        };
        match self {
            Self::Script => Some(format!("a script reads it with {call}")),
            _ => None,
        }
    }
}

/// Whether Postman sends requests from documents of this kind, and resolves variables in them.
fn is_postmans(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::CollectionV1
            | Kind::CollectionV20
            | Kind::CollectionV21
            | Kind::CollectionV3
            | Kind::Environment
            | Kind::Globals
            | Kind::Variables
            | Kind::Dump
    )
}

/// Whether a string stands in a saved response, but not in the request that it answers, or in settings.
fn is_unresolved(pointer: &str) -> bool {
    let outer = pointer.split('#').next().unwrap_or_default();
    let mut answer = false;
    for key in outer.split('/') {
        match key {
            "response" | "responses" => answer = true,
            "request" | "originalRequest" => answer = false,
            key if UNRESOLVED.contains(&key) => return true,
            _ => {}
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saved_responses_are_not_resolved_and_their_requests_are() {
        for (pointer, unresolved) in [
            ("/item/0/request/header/0/value", false),
            ("/item/0/response/0/cookie/0/value", true),
            ("/item/0/response/0/originalRequest/header/0/value", false),
            ("/requests/0/responses/0/request/headers", false),
            ("/item/0/request/body/raw#/response/token", false),
            ("/item/0/request/certificate/passphrase", true),
        ] {
            assert_eq!(is_unresolved(pointer), unresolved, "{pointer}");
        }
    }

    #[test]
    fn every_style_says_nothing_where_nothing_is_resolved() {
        for style in Style::ALL {
            assert_eq!(style.text("api-key.v2", Place::Shown), "<API_KEY_V2>");
            assert_eq!(style.text("token", Place::Own), "<TOKEN>");
        }
        assert_eq!(Style::Vault.text("token", Place::Definition), "{{vault:token}}");
        assert_eq!(Style::Variable.text("token", Place::Definition), "");
        assert_eq!(Style::Variable.text("token", Place::Request), "{{token}}");
    }
}
