//! References: the value stands elsewhere, in a variable, a vault or a template's data.

use super::starts::Starts;
use super::value::bits;
use super::{Case, Rejection};
use crate::pattern::label::Class;
use crate::scan::candidate::Told;

/// What opens and closes a reference that makes the whole value one, wherever it stands in it.
const INSIDE: &[(&str, &str)] = &[
    ("{{", "}}"),
    ("${", "}"),
    ("<%", "%>"),
    ("#{", "}"),
    ("{%", "%}"),
    ("[[", "]]"),
    ("%(", ")s"),
];

/// What stands around the name of one that is the whole value.
const AROUND: &[(&str, &str)] = &[
    ("{", "}"),
    ("%", "%"),
    ("$(", ")"),
    ("__", "__"),
    ("@", "@"),
    ("~", "~"),
    ("~~", "~~"),
    ("$", "$"),
    ("#", "#"),
    ("||", "||"),
];

/// How one begins that goes on with a name, and that nothing else does.
static BEFORE_NAME: Starts = Starts::new(&[
    "$",
    ":",
    "process.env.",
    "env.",
    "$env:",
    "ENV.",
    "secrets.",
    "vars.",
    "!Ref ",
    "!ref ",
]);

/// How the address of a secret in a vault begins. Facts: the documentation of 1Password, `HashiCorp`
/// Vault, AWS, Azure, Google Cloud, Kubernetes, Home Assistant, Serverless Framework and chezmoi.
static ADDRESSES: Starts = Starts::new(&[
    "op://",
    "vault:",
    "vault://",
    "secret://",
    "secretref:",
    "keyring:",
    "keychain:",
    "ssm:",
    "ssm://",
    "awssm://",
    "gcpsm://",
    "azurekeyvault://",
    "@Microsoft.KeyVault(",
    "arn:aws:secretsmanager:",
    "arn:aws:ssm:",
    "{{resolve:",
    "!secret ",
    "!vault ",
    "!GetAtt ",
    "!Sub ",
    "ref+",
    "file://",
    "env:",
    "ENV[",
    "os.environ",
    "os.getenv",
    "getenv(",
    "System.getenv",
]);

/// Rejects values that are, or are built from, references of any templating.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    let text = case.value.text.as_ref();
    // Nearly all that are.
    if text.starts_with("{{") {
        return Some(Rejection::Reference);
    }
    let inside = case.value.holds_any(const { bits(b"{$<#%[") })
        && INSIDE.iter().any(|(open, close)| {
            open.starts_with(|first| case.value.may_hold(first))
                && text.find(open).is_some_and(|at| {
                    text.get(at + open.len()..).is_some_and(|rest| rest.contains(close))
                })
        });
    let is_word = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    let around = !is_word
        && AROUND.iter().any(|(open, close)| {
            text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(is_name)
        });
    let password = matches!(case.told, Told::Place { class: Class::Password, .. });
    let named = BEFORE_NAME
        .of(text)
        .filter_map(|start| text.get(start.len()..))
        .any(|rest| is_name(rest) && (!password || is_one_name(rest)));
    let address = ADDRESSES.of(text).any(|start| text.len() > start.len());
    (inside || around || named || address).then_some(Rejection::Reference)
}

/// Whether `text` may be a variable's name: no digits-only, at least one letter, no odd symbols.
fn is_name(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b' ' | b':'))
        && text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && text.bytes().filter(u8::is_ascii_digit).count() * 4 <= text.len()
}

/// Whether it is one word or constant, as names of variables are and passwords seldom: `$Summer-of`
/// may be a password.
fn is_one_name(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
