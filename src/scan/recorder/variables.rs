//! The variables of a source, with their places, kept beyond the piece that they stand in.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::{Defined, MOST_VARIABLES, Recorder, Usage};
use crate::document::path::{Nodes, Pin};
use crate::finding::{Confidence, Finding};
use crate::location::{Positions, Role};
use crate::scan::draft::{Located, Locator};
use crate::scan::finisher::Finisher;
use crate::scan::redactor::Redactor;
use crate::scan::variable::{Definition, Latent, Scope, Use, UsePlace};
use crate::secret::Secret;
use crate::source::Kind;

/// What the pieces of a source said of variables and owners.
#[derive(Debug, Default)]
pub(in crate::scan) struct Variables {
    definitions: Vec<Kept>,
    uses: Vec<Use>,
    pub(in crate::scan) owners: BTreeSet<u64>,
    origins: Vec<Arc<str>>,
    pub(in crate::scan) public: BTreeSet<u32>,
    pub(in crate::scan) heirs: u64,
    pub(in crate::scan) is_full: bool,
}

/// A definition whose latent finding is not made yet.
#[derive(Debug)]
struct Kept {
    definition: Definition,
    latent: Option<(Located, [Option<Confidence>; 2])>,
}

/// Most origins of uses that have all in common.
const MOST_ORIGINS: usize = 32;

impl Variables {
    /// Takes over what `recorder` noted in a piece; `found` are its findings in the order of the file,
    /// the first of them being number `first` of the source.
    pub(in crate::scan) fn add(
        &mut self,
        mut recorder: Recorder,
        (found, first): (&[Located], usize),
        locator: &Locator<'_>,
        positions: &mut Positions<'_>,
    ) {
        recorder.usages.commit();
        self.is_full |= recorder.is_full || recorder.usages.is_full;
        self.owners.append(&mut recorder.owners);
        self.public.append(&mut recorder.public);
        self.heirs += recorder.origins.heirs();
        let room = MOST_ORIGINS.saturating_sub(self.origins.len());
        self.origins.extend(recorder.origins.names().iter().take(room).cloned());
        let usages = std::mem::take(&mut recorder.usages.all);
        let claimed: HashSet<(u32, &[u8])> = usages
            .iter()
            .filter(|usage| usage.what.claim.is_some())
            .map(|usage| (usage.what.document, &*usage.what.name))
            .collect();
        let mut defined = std::mem::take(&mut recorder.defined);
        defined.sort_by_key(|defined| defined.hull);
        for mut defined in defined {
            if self.definitions.len() >= MOST_VARIABLES {
                self.is_full = true;
                break;
            }
            let kind = locator.kind(defined.document);
            let findings = within(found, &defined, first);
            // Nobody else sees what a collection defines.
            let is_own = is_collection(kind) && kind != Kind::CollectionV3;
            let is_used = !is_own || claimed.contains(&(defined.document, &*defined.name));
            let latent = defined.latent.take().filter(|_| findings.is_empty() && is_used);
            let latent = latent.map(|latent| {
                let located = locator.located(latent.draft, positions);
                (located, [latent.as_token, latent.as_password])
            });
            let key = recorder.origins.kept_under(defined.item);
            let scope = defined.set_by.unwrap_or_else(|| scope(kind, key));
            self.definitions
                .push(Kept { definition: definition(defined, scope, findings), latent });
        }
        let room = MOST_VARIABLES.saturating_sub(self.uses.len());
        self.is_full |= usages.len() > room;
        let uses = usages.into_iter().take(room);
        self.uses.extend(uses.map(|usage| settled(usage, &recorder, locator.nodes)));
    }

    /// Whether the id of a finding that may come of these needs a salt.
    pub(in crate::scan) fn is_weak(&self) -> bool {
        let mut latents = self.definitions.iter().filter_map(|kept| kept.latent.as_ref());
        latents.any(|(located, _)| located.is_weak())
    }

    /// The strong values that may turn out to be credentials.
    pub(in crate::scan) fn strong(&self) -> impl Iterator<Item = &Secret> {
        let latents = self.definitions.iter().filter_map(|kept| kept.latent.as_ref());
        latents.map(|(located, _)| located.secret()).filter(|secret| secret.is_strong())
    }

    /// The definitions, uses and origins, without any found value in a name.
    pub(in crate::scan) fn finish(
        self,
        finisher: &Finisher,
        redactor: &Redactor,
    ) -> (Vec<Definition>, Vec<Use>, Vec<Arc<str>>) {
        let definitions = self.definitions.into_iter().map(|Kept { mut definition, latent }| {
            definition.latent = latent.and_then(|(located, [as_token, as_password])| {
                let finding: Finding = finisher.findings(vec![located], redactor).pop()?;
                Some(Box::new(Latent { finding, as_token, as_password }))
            });
            definition
        });
        let uses = self.uses.into_iter().map(|mut usage| {
            for place in &mut usage.places {
                for name in place.name_path.iter_mut().chain([&mut place.pointer]) {
                    *name = redactor.cleaned(std::mem::take(name));
                }
            }
            for origin in &mut usage.origins {
                *origin = redactor.shared(origin);
            }
            usage.label = usage.label.map(|label| redactor.shared(&label));
            usage
        });
        let origins = self.origins.iter().map(|origin| redactor.shared(origin));
        (definitions.collect(), uses.collect(), origins.collect())
    }
}

/// The numbers of those findings that stand in the value of `defined`.
fn within(found: &[Located], defined: &Defined, first: usize) -> Vec<usize> {
    let from = found.partition_point(|found| found.hull().start < defined.hull.start);
    let rest = found.iter().enumerate().skip(from);
    let inside = rest.take_while(|(_, found)| found.hull().start < defined.hull.end);
    inside.map(|(index, _)| first + index).collect()
}

fn definition(defined: Defined, scope: Scope, findings: Vec<usize>) -> Definition {
    Definition {
        name: String::from_utf8_lossy(&defined.name).into(),
        document: defined.document,
        set: defined.item.map_or(0, crate::document::item::ItemId::number),
        scope,
        by_script: defined.set_by.is_some(),
        disabled: defined.disabled,
        value: defined.value.map(Secret::of),
        findings,
        latent: None,
    }
}

fn is_collection(kind: Kind) -> bool {
    use Kind::{CollectionV1, CollectionV3, CollectionV20, CollectionV21};
    matches!(kind, CollectionV1 | CollectionV20 | CollectionV21 | CollectionV3)
}

/// Who sees the variables of a document of this kind, in what is kept under `key` of it.
fn scope(kind: Kind, key: Option<&[u8]>) -> Scope {
    match (kind, key) {
        (Kind::Globals, _) => Scope::Globals,
        (Kind::Csv, _) => Scope::Iteration,
        (kind, _) if is_collection(kind) => Scope::Collection,
        (_, Some(b"environment" | b"environments")) => Scope::Environment,
        (_, Some(b"collection" | b"collections")) => Scope::Collection,
        (Kind::Dump | Kind::RunResult, _) => Scope::Globals,
        _ => Scope::Environment,
    }
}

fn settled(usage: Usage, recorder: &Recorder, nodes: &Nodes) -> Use {
    let text = |bytes: &[u8]| -> Arc<str> { String::from_utf8_lossy(bytes).into() };
    let what = usage.what;
    let label = Some(text(&what.label)).filter(|label| !label.is_empty());
    let place = |(pin, disabled): (Pin, bool)| {
        let around = nodes.resolve(&pin);
        let mut name_path = around.names;
        name_path.extend(label.as_deref().map(str::to_owned));
        UsePlace { name_path, pointer: pin.pointer, disabled: disabled || around.disabled }
    };
    let mut origins: Vec<Arc<str>> = Vec::new();
    for item in usage.items {
        for origin in recorder.origins.of(Some(item), what.role == Role::Auth) {
            if origins.len() < MOST_ORIGINS && !origins.contains(&origin) {
                origins.push(origin);
            }
        }
    }
    Use {
        name: text(&what.name),
        document: what.document,
        role: what.role,
        places: usage.places.into_iter().map(place).collect(),
        label,
        claim: what.claim,
        template: what.template.map(Secret::of),
        count: usage.count,
        origins,
    }
}
