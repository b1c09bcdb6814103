//! Which patterns are looked for: ids and globs of a configuration and of the command line.

use globset::{Glob, GlobMatcher};

use super::PatternError;

/// What of a library is looked for. Without any rule that is all of it.
///
/// A pattern that is left out is not there at all: a value of its shape may still be reported for the
/// place that it stands in.
#[derive(Debug, Default)]
pub struct Selection {
    disabled: Vec<Rule>,
    enabled: Vec<Rule>,
    only: Vec<Rule>,
    excluded: Vec<Rule>,
}

/// A glob over ids.
#[derive(Debug)]
struct Rule {
    glob: String,
    matcher: GlobMatcher,
}

impl Selection {
    /// What a configuration selects: all but what `disabled` names, and of that again what `enabled`
    /// names.
    pub fn configured(disabled: &[String], enabled: &[String]) -> Result<Self, PatternError> {
        Ok(Self { disabled: rules(disabled)?, enabled: rules(enabled)?, ..Self::default() })
    }

    /// The same, as the command line narrows it: if `only` names any, those, whatever the configuration
    /// disables, and never what `excluded` names.
    pub fn narrowed(self, only: &[String], excluded: &[String]) -> Result<Self, PatternError> {
        Ok(Self { only: rules(only)?, excluded: rules(excluded)?, ..self })
    }

    /// Whether the pattern with this id is looked for.
    pub fn admits(&self, id: &str) -> bool {
        let any = |rules: &[Rule]| rules.iter().any(|rule| rule.matcher.is_match(id));
        if any(&self.excluded) {
            return false;
        }
        if !self.only.is_empty() {
            return any(&self.only);
        }
        !any(&self.disabled) || any(&self.enabled)
    }

    /// Fails if a rule names none of `ids`, which a misspelt one does.
    pub(super) fn check(&self, ids: &[&str]) -> Result<(), PatternError> {
        let mut rules =
            [&self.disabled, &self.enabled, &self.only, &self.excluded].into_iter().flatten();
        match rules.find(|rule| !ids.iter().any(|id| rule.matcher.is_match(id))) {
            Some(rule) => Err(PatternError::Selection {
                glob: rule.glob.clone(),
                problem: "names no pattern".into(),
            }),
            None => Ok(()),
        }
    }
}

fn rules(globs: &[String]) -> Result<Vec<Rule>, PatternError> {
    let rule = |glob: &String| match Glob::new(glob) {
        Ok(parsed) => Ok(Rule { glob: glob.clone(), matcher: parsed.compile_matcher() }),
        Err(error) => Err(PatternError::Selection {
            glob: glob.clone(),
            problem: format!("is no glob: {}", error.kind()),
        }),
    };
    globs.iter().map(rule).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_goes_before_the_configuration() {
        let list = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        // disabled, enabled, only, excluded, and what of four ids is looked for.
        let cases = [
            ("", "", "", "", "aws-key aws-secret jwt-token url-password"),
            ("aws-*", "", "", "", "jwt-token url-password"),
            ("aws-*", "aws-secret", "", "", "aws-secret jwt-token url-password"),
            ("*", "jwt-token", "", "", "jwt-token"),
            ("aws-*", "", "aws-*", "", "aws-key aws-secret"),
            ("", "aws-key", "", "aws-key", "aws-secret jwt-token url-password"),
            ("", "", "aws-* jwt-*", "*-key", "aws-secret jwt-token"),
        ];
        let ids = ["aws-key", "aws-secret", "jwt-token", "url-password"];
        for (disabled, enabled, only, excluded, expected) in cases {
            let selection = Selection::configured(&list(disabled), &list(enabled))
                .and_then(|selection| selection.narrowed(&list(only), &list(excluded)))
                .unwrap();
            selection.check(&ids).unwrap();
            let admitted: Vec<&str> = ids.into_iter().filter(|id| selection.admits(id)).collect();
            assert_eq!(admitted.join(" "), expected, "{disabled} {enabled} {only} {excluded}");
        }
    }

    #[test]
    fn a_rule_that_names_nothing_is_a_mistake() {
        let misspelt = Selection::configured(&["awss-*".into()], &[]).unwrap();
        let message = misspelt.check(&["aws-key"]).unwrap_err().to_string();
        assert_eq!(message, "`awss-*` names no pattern");
        assert!(Selection::configured(&["aws-[".into()], &[]).is_err());
    }
}
