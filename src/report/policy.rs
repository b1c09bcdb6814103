//! What a policy objects to, for people: each rule once a workspace, with its places.

use super::text::{Text, around, line};
use crate::finding::{RuleInfo, Violation};

/// Places of a rule that are written out.
const MOST_PLACES: usize = 10;

impl Text {
    /// The violations of a workspace, those of a rule together.
    pub(super) fn violations(&self, violations: &[Violation], out: &mut String) {
        let is_shown =
            |violation: &&Violation| self.0.show_suppressed || violation.suppression.is_none();
        let violations: Vec<&Violation> = violations.iter().filter(is_shown).collect();
        if violations.is_empty() {
            return;
        }
        line(out, format_args!("{}\n", self.paint("1;4", "policy")));
        for of_rule in violations.chunk_by(|one, other| one.rule.id == other.rule.id) {
            let Some(first) = of_rule.first() else { continue };
            self.rule(&first.rule, out);
            for violation in of_rule.iter().take(MOST_PLACES) {
                self.violation(violation, out);
            }
            match of_rule.len().saturating_sub(MOST_PLACES) {
                0 => {}
                1 => self.detail(out, "2", "and 1 more place"),
                more => self.detail(out, "2", &format!("and {more} more places")),
            }
            out.push('\n');
        }
    }

    fn rule(&self, rule: &RuleInfo, out: &mut String) {
        let severity = self.severity(rule.severity);
        line(out, format_args!("    {severity}  {}", self.paint("1", &rule.title)));
        let controls =
            rule.controls.iter().map(|(framework, ids)| format!("{framework} {}", ids.join(", ")));
        let controls = controls.collect::<Vec<_>>().join(" · ");
        self.detail(out, "0", &format!("{}; {}; {controls}", rule.id, rule.level.as_str()));
        self.detail(out, "0", &rule.remediation);
    }

    fn violation(&self, violation: &Violation, out: &mut String) {
        let names = around(&violation.location).join(" > ");
        let of = if names.is_empty() { String::new() } else { format!("{names}: ") };
        let file = (&*violation.path, violation.entry.as_deref());
        self.at(out, "36", ["", ""], (file, &violation.location));
        self.detail(out, "0", &format!("  {of}{}", violation.message));
        if let Some(suppression) = &violation.suppression {
            self.detail(out, "32", &format!("  {suppression}"));
        }
    }
}
