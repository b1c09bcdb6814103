//! Expressions of other tools, brought into the form that patterns have.

use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::print::Printer;
use regex_syntax::ast::{Ast, ErrorKind, FlagsItemKind, Group, GroupKind};

/// An expression taken apart around the group that is its secret.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// Flags that hold at the secret: `(?i)`.
    pub(super) flags: String,
    /// What goes before the secret.
    pub(super) before: String,
    /// The secret, without its brackets.
    pub(super) secret: String,
    /// What follows it.
    pub(super) behind: String,
}

impl Parts {
    /// All of it, with the secret as the only group.
    pub(super) fn whole(&self) -> String {
        format!("{}{}({}){}", self.flags, self.before, self.secret, self.behind)
    }

    /// The secret and what follows it.
    pub(super) fn without_before(&self) -> String {
        format!("{}({}){}", self.flags, self.secret, self.behind)
    }

    /// The secret as it fits a whole value.
    pub(super) fn as_value(&self) -> String {
        format!("^(?:Bearer )?{}({})$", self.flags, self.secret)
    }
}

/// Takes `expression` apart around the group number `group`; without one, around the group called
/// `TOKEN`, the first one, or all of it. What was decided for the reader is noted in `lost`.
///
/// # Errors
/// In words, if it is not an expression that patterns can have.
pub(super) fn parts(
    expression: &str,
    group: Option<u32>,
    lost: &mut Vec<String>,
) -> Result<Parts, String> {
    let builder = ParserBuilder::new();
    let ast = builder.build().parse(expression).map_err(|error| why(error.kind()))?;
    let mut groups = Vec::new();
    list_groups(&ast, &mut groups);
    let wanted = group.or_else(|| {
        let token = groups.iter().find(|(_, name)| name.as_deref() == Some("TOKEN"));
        if token.is_none() && groups.len() > 1 {
            let count = groups.len();
            lost.push(format!("which of its {count} groups is the secret: the first is taken"));
        }
        token.or_else(|| groups.first()).map(|(index, _)| *index)
    });
    let Some(wanted) = wanted else {
        let (flags, rest) = leading_flags(&ast);
        let parts =
            Parts { flags, before: String::new(), secret: print(&rest), behind: String::new() };
        return Ok(parts);
    };
    if !groups.iter().any(|(index, _)| *index == wanted) {
        return Err(format!("it has no group {wanted}"));
    }
    split(&ast, wanted).ok_or_else(|| {
        "its secret is one of several alternatives, or repeated: write it as several".to_owned()
    })
}

fn why(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::UnsupportedLookAround => {
            "its expression looks around (`(?=`, `(?!`, `(?<=`, `(?<!`), which no expression here can"
                .to_owned()
        }
        ErrorKind::UnsupportedBackreference => {
            "its expression refers back to a group (`\\1`), which no expression here can".to_owned()
        }
        other => format!("its expression does not compile: {other}"),
    }
}

fn list_groups(ast: &Ast, groups: &mut Vec<(u32, Option<String>)>) {
    match ast {
        Ast::Group(group) => {
            match &group.kind {
                GroupKind::CaptureIndex(index) => groups.push((*index, None)),
                GroupKind::CaptureName { name, .. } => {
                    groups.push((name.index, Some(name.name.clone())));
                }
                GroupKind::NonCapturing(_) => {}
            }
            list_groups(&group.ast, groups);
        }
        Ast::Repetition(repetition) => list_groups(&repetition.ast, groups),
        Ast::Concat(concat) => concat.asts.iter().for_each(|ast| list_groups(ast, groups)),
        Ast::Alternation(all) => all.asts.iter().for_each(|ast| list_groups(ast, groups)),
        _ => {}
    }
}

/// The flags that `ast` begins with, and the rest.
fn leading_flags(ast: &Ast) -> (String, Ast) {
    let Ast::Concat(concat) = ast else { return (String::new(), ast.clone()) };
    let is_flags = |ast: &&Ast| matches!(ast, Ast::Flags(_));
    let count = concat.asts.iter().take_while(is_flags).count();
    let flags: String = concat.asts.iter().take(count).map(print).collect();
    let mut rest = concat.clone();
    rest.asts.drain(..count);
    (flags, Ast::Concat(rest))
}

/// `ast` around the group `wanted`; `None` where it does not stand in a plain row of parts.
fn split(ast: &Ast, wanted: u32) -> Option<Parts> {
    match ast {
        Ast::Group(group) if index(group) == Some(wanted) => Some(Parts {
            flags: String::new(),
            before: String::new(),
            secret: print(&group.ast),
            behind: String::new(),
        }),
        Ast::Group(group) => {
            let mut inner = split(&group.ast, wanted)?;
            if let Some(set) = group.flags() {
                let items: String = set.items.iter().map(|item| flag(&item.kind)).collect();
                inner.flags = format!("(?{items}){}", inner.flags);
            }
            Some(inner)
        }
        Ast::Concat(concat) => {
            let holds = |ast: &Ast| {
                let mut groups = Vec::new();
                list_groups(ast, &mut groups);
                groups.iter().any(|(index, _)| *index == wanted)
            };
            let at = concat.asts.iter().position(holds)?;
            let inner = split(concat.asts.get(at)?, wanted)?;
            let (head, tail) = (concat.asts.get(..at)?, concat.asts.get(at + 1..)?);
            let flags: String =
                head.iter().filter(|ast| matches!(ast, Ast::Flags(_))).map(print).collect();
            let before = head.iter().filter(|ast| !matches!(ast, Ast::Flags(_))).map(print);
            Some(Parts {
                flags: flags + &inner.flags,
                before: before.collect::<String>() + &inner.before,
                secret: inner.secret,
                behind: inner.behind + &tail.iter().map(print).collect::<String>(),
            })
        }
        _ => None,
    }
}

fn index(group: &Group) -> Option<u32> {
    match &group.kind {
        GroupKind::CaptureIndex(index) => Some(*index),
        GroupKind::CaptureName { name, .. } => Some(name.index),
        GroupKind::NonCapturing(_) => None,
    }
}

fn flag(kind: &FlagsItemKind) -> char {
    use regex_syntax::ast::Flag;
    match kind {
        FlagsItemKind::Negation => '-',
        FlagsItemKind::Flag(Flag::CaseInsensitive) => 'i',
        FlagsItemKind::Flag(Flag::MultiLine) => 'm',
        FlagsItemKind::Flag(Flag::DotMatchesNewLine) => 's',
        FlagsItemKind::Flag(Flag::SwapGreed) => 'U',
        FlagsItemKind::Flag(Flag::Unicode) => 'u',
        FlagsItemKind::Flag(Flag::CRLF) => 'R',
        FlagsItemKind::Flag(Flag::IgnoreWhitespace) => 'x',
    }
}

/// `ast` as text, its groups made such that they capture nothing.
fn print(ast: &Ast) -> String {
    let mut ast = ast.clone();
    uncapture(&mut ast);
    let mut out = String::new();
    match Printer::new().print(&ast, &mut out) {
        Ok(()) => out,
        Err(_) => String::new(),
    }
}

fn uncapture(ast: &mut Ast) {
    match ast {
        Ast::Group(group) => {
            if group.is_capturing() {
                let flags = regex_syntax::ast::Flags { span: group.span, items: Vec::new() };
                group.kind = GroupKind::NonCapturing(flags);
            }
            uncapture(&mut group.ast);
        }
        Ast::Repetition(repetition) => uncapture(&mut repetition.ast),
        Ast::Concat(concat) => concat.asts.iter_mut().for_each(uncapture),
        Ast::Alternation(all) => all.asts.iter_mut().for_each(uncapture),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_come_apart_around_their_secret() {
        let taken = |expression: &str, group| {
            let parts = parts(expression, group, &mut Vec::new()).unwrap();
            [parts.flags, parts.before, parts.secret, parts.behind]
        };
        let cases = [
            ("acme_[a-z]{4}", None, ["", "", "acme_[a-z]{4}", ""]),
            (r"\b(acme_[a-z]{4})\b", None, ["", r"\b", "acme_[a-z]{4}", r"\b"]),
            ("(?i)(acme|bolt)=([a-f]{4})x", Some(2), ["(?i)", "(?:acme|bolt)=", "[a-f]{4}", "x"]),
            ("a(?i:b(?P<TOKEN>c(d)))e", None, ["(?i)", "ab", "c(?:d)", "e"]),
            ("(?i)key([0-9])", None, ["(?i)", "key", "[0-9]", ""]),
        ];
        for (expression, group, expected) in cases {
            assert_eq!(taken(expression, group), expected, "{expression}");
        }
        let verbose = "(?x)\n  acme_ # the prefix\n  ( [a-z]{4} )";
        let parts = parts(verbose, None, &mut Vec::new()).unwrap();
        assert!(regex::Regex::new(&parts.whole()).unwrap().is_match("acme_wxyz"));
    }

    #[test]
    fn what_no_expression_here_can_do_is_named() {
        for (expression, word) in [
            ("(?=a)b", "looks around"),
            (r"(a)\1", "refers back"),
            ("(a", "does not compile"),
            ("(a)|(b)", "several alternatives"),
        ] {
            let why = parts(expression, None, &mut Vec::new()).unwrap_err();
            assert!(why.contains(word), "{expression}: {why}");
        }
    }
}
