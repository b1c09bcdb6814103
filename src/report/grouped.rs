//! Text with one row a credential of the whole run, or the same below the service that issued it.

use std::fmt::Write as _;

use super::summary::{Kept, KeptFindings, Summary};
use super::text::{Text, around, file, line, listed, place, used};

/// Further places of a credential that are written out.
const MOST_PLACES: usize = 3;

/// What credentials without a service stand below.
const NO_SERVICE: &str = "Service not known";

impl Text {
    /// Every credential, the worst first.
    pub(super) fn by_credential(&self, summary: &Summary, out: &mut String) {
        for kept in self.shown_of(summary) {
            self.credential(kept, out);
        }
    }

    /// Every credential below its service, by name.
    pub(super) fn by_service(&self, summary: &Summary, out: &mut String) {
        let kept = self.shown_of(summary);
        let mut services: Vec<Option<&str>> =
            kept.iter().map(|kept| kept.credential.service.as_deref()).collect();
        services.sort_by_key(|service| (service.is_none(), *service));
        services.dedup();
        for service in services {
            line(out, format_args!("{}\n", self.paint("1;4", service.unwrap_or(NO_SERVICE))));
            for kept in &kept {
                if kept.credential.service.as_deref() == service {
                    self.credential(kept, out);
                }
            }
        }
    }

    /// The credentials that are written out: accepted ones only on request.
    fn shown_of<'s>(&self, summary: &'s Summary) -> Vec<&'s Kept> {
        let mut kept = summary.kept();
        kept.retain(|kept| self.0.show_suppressed || kept.open.places > 0);
        kept
    }

    fn credential(&self, kept: &Kept, out: &mut String) {
        let credential = &kept.credential;
        // Of a credential that is open anywhere, the open places are what matters.
        let all = if kept.open.places > 0 { &kept.open } else { &kept.accepted };
        let KeptFindings { first, places } = all;
        self.head(out, credential.severity, (&credential.pattern, &credential.secret));
        let mut why = format!(
            "{} confidence; {}; in {} of {}",
            credential.confidence,
            credential.pattern.id,
            counted(*places, "place"),
            counted(credential.files.len() as u64, "file")
        );
        if let Some(service) =
            credential.service.as_deref().filter(|_| credential.pattern.service.is_none())
        {
            write!(why, "; service {service}").expect("writing to a String cannot fail");
        }
        self.detail(out, "0", &why);
        if !credential.hosts.is_empty() {
            self.detail(out, "0", &format!("sent to {}", listed(&credential.hosts)));
        }
        if let Some(finding) = first.iter().find(|finding| !finding.uses.is_empty()) {
            self.detail(out, "0", &used(finding));
        }
        for finding in first.iter().take(MOST_PLACES) {
            let names = around(&finding.location).join(" > ");
            let of = if names.is_empty() { String::new() } else { format!(" of {names}") };
            let behind = format!(" ({}{of})", place(&finding.location));
            self.at(out, "36", ["", &behind], (file(finding), &finding.location));
            self.accepted(out, finding);
        }
        if let more @ 1.. = places.saturating_sub(MOST_PLACES as u64) {
            self.detail(out, "2", &format!("and {} more", counted(more, "place")));
        }
        out.push('\n');
    }
}

/// `1 file`, `2 files`
pub(super) fn counted(count: u64, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
