//! What variables, hosts and services say of the findings of a workspace.

use std::collections::BTreeMap;

use super::circumstance::Circumstances;
use super::graph::{DefinitionId, DocumentId, Graph, Ties};
use super::host::Hosts;
use super::link::{Linked, links};
use super::service::Services;
use crate::finding::{Confidence, Finding};
use crate::location::Role;
use crate::pattern::label::Class;
use crate::pattern::library::Library;
use crate::scan::SourceFacts;
use crate::scan::variable::{Latent, UsedAs};

/// Tells the findings in `sources` their hosts, uses and services, and adds those that only their use
/// tells; says so where something was too much to be followed.
pub(super) fn resolve(
    sources: &mut [SourceFacts],
    ties: &Ties,
    (library, services): (&Library, &Services<'_>),
) -> Option<String> {
    let graph = Graph::new(sources, ties);
    let links = links(sources, &graph);
    let sent: Vec<Vec<Hosts>> = sources.iter().enumerate().map(|at| sent(&graph, at)).collect();
    let heirs: Vec<u64> = sources.iter().enumerate().map(|at| heirs(&graph, at)).collect();
    let is_whole = graph.is_whole();
    let circumstances = Circumstances::of(sources, ties);
    for (((index, facts), sent), heirs) in sources.iter_mut().enumerate().zip(sent).zip(heirs) {
        let mut all = Resolved::of(facts, sent);
        all.link(facts, index, &links);
        all.reveal(facts, index, (&links, library));
        for (finding, told) in facts.findings.iter_mut().zip(&all.told) {
            finding.hosts = told.hosts.names.iter().map(|host| host.as_str().into()).collect();
            if finding.location.role == Role::Auth && finding.handling.inherited_by == 0 {
                finding.handling.inherited_by = heirs;
            }
            services.tell(finding, &told.headers);
            circumstances.weigh(finding, index, &told.hosts);
            services.distrust(finding);
        }
        facts.findings.sort_by_key(|finding| finding.location.spans.first().copied());
    }
    let message = "more variables and uses than are followed in one workspace";
    (!is_whole).then(|| message.to_owned())
}

/// Where the findings of a source are sent by the requests that they stand in.
fn sent(graph: &Graph<'_>, (source, facts): (usize, &SourceFacts)) -> Vec<Hosts> {
    let sent = facts.findings.iter().map(|finding| {
        let mut hosts = Hosts::default();
        let at = DocumentId { source, document: finding.location.document };
        for origin in &finding.hosts {
            hosts.add(graph, (origin, at), None);
        }
        if finding.hosts.is_empty() && finding.location.role == Role::Auth {
            for origin in graph.below(source) {
                hosts.add(graph, (&origin, at), None);
            }
        }
        hosts
    });
    sent.collect()
}

/// How many requests in other files take the auth that a source says.
fn heirs(graph: &Graph<'_>, (source, facts): (usize, &SourceFacts)) -> u64 {
    let is_auth = |finding: &Finding| finding.location.role == Role::Auth;
    if facts.findings.iter().any(is_auth) { graph.heirs_below(source) } else { 0 }
}

/// What was found out about each finding of a source.
struct Resolved {
    told: Vec<Told>,
}

#[derive(Default)]
struct Told {
    hosts: Hosts,
    headers: Vec<String>,
}

impl Resolved {
    fn of(facts: &SourceFacts, sent: Vec<Hosts>) -> Self {
        debug_assert_eq!(facts.findings.len(), sent.len());
        let told = sent.into_iter().map(|hosts| Told { hosts, headers: Vec::new() });
        Self { told: told.collect() }
    }

    /// Takes over what the uses of variables say of the findings in them.
    fn link(
        &mut self,
        facts: &mut SourceFacts,
        source: usize,
        links: &BTreeMap<DefinitionId, Linked>,
    ) {
        for (index, definition) in facts.definitions.iter().enumerate() {
            let Some(linked) = links.get(&DefinitionId { source, index }) else { continue };
            for &number in &definition.findings {
                if let (Some(finding), Some(told)) =
                    (facts.findings.get_mut(number), self.told.get_mut(number))
                {
                    told.take(linked);
                    take_uses(finding, linked);
                }
            }
        }
    }

    /// Adds the findings that nothing but their use tells.
    fn reveal(
        &mut self,
        facts: &mut SourceFacts,
        source: usize,
        (links, library): (&BTreeMap<DefinitionId, Linked>, &Library),
    ) {
        for (index, definition) in facts.definitions.iter_mut().enumerate() {
            let Some(linked) = links.get(&DefinitionId { source, index }) else { continue };
            let Some(latent) = definition.latent.take() else { continue };
            let Some(mut finding) = revealed(*latent, linked, library) else { continue };
            let mut told = Told::default();
            told.take(linked);
            take_uses(&mut finding, linked);
            definition.findings.push(facts.findings.len());
            facts.findings.push(finding);
            self.told.push(told);
        }
    }
}

impl Told {
    fn take(&mut self, linked: &Linked) {
        self.hosts.names.extend(linked.hosts.names.iter().cloned());
        self.hosts.plain.extend(linked.hosts.plain.iter().cloned());
        self.headers.extend(linked.headers.iter().cloned());
    }
}

fn take_uses(finding: &mut Finding, linked: &Linked) {
    finding.uses.clone_from(&linked.uses);
    finding.used = linked.count;
}

/// The finding that the uses of a variable make of its value.
fn revealed(latent: Latent, linked: &Linked, library: &Library) -> Option<Finding> {
    let direct = linked.claims.iter().map(|claim| (claim, None));
    let together = linked.together.iter().map(|(claim, names)| (claim, Some(names)));
    let sure = |(claim, _): &(&UsedAs, Option<_>)| latent.confidence(claim.class);
    let (claim, names) = direct.chain(together).max_by_key(sure)?;
    let confidence = match names {
        // A part of a credential need not look like one.
        Some(_) => latent.as_token.max(latent.as_password)?,
        None => latent.confidence(claim.class)?,
    };
    let mut finding = latent.finding;
    let place = library.places.find(finding.location.role, claim.class, None)?;
    finding.pattern = place.info.clone();
    finding.severity = place.severity;
    let confidence: Confidence = confidence.min(finding.confidence);
    finding.settle(confidence, "a request sends it as a credential");
    if let Some(names) = names {
        let names: Vec<String> = names.iter().map(|name| format!("{{{{{name}}}}}")).collect();
        finding.notes.push(format!("sent as a part of {}", names.join("")));
    } else if claim.class == Class::Password {
        finding.notes.push("told by its use as a password".to_owned());
    } else {
        finding.notes.push("told by its use as a credential".to_owned());
    }
    Some(finding)
}
