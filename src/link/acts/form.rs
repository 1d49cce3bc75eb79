//! The forms that an act can have. The page of reference is made from them.

/// One form of an act.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Form {
    /// Its verb.
    pub verb: &'static str,
    /// What stands in it, the variable parts in capitals.
    pub form: &'static str,
    /// An act of this form.
    pub example: &'static str,
    /// The same act as a statement of the scene language.
    pub text: &'static str,
}

const fn form(form: &'static str, verb: &'static str, example: &'static str, text: &'static str) -> Form {
    Form { verb, form, example, text }
}

/// Every form, those of a verb beside each other.
pub const FORMS: [Form; 35] = [
    form("crash.NODE…", "crash", "crash.A2", "crash A2"),
    form("restart.NODE…", "restart", "restart.A1.A2", "restart A1 A2"),
    form("timeout.NODE", "timeout", "timeout.P1", "timeout P1"),
    form("heartbeat.NODE", "heartbeat", "heartbeat.R1", "heartbeat R1"),
    form("propose.NODE.VALUE", "propose", "propose.P1.black-20cat", "propose P1 \"black cat\""),
    form("propose.NODE.VALUE.id.ID", "propose", "propose.P1.cat.id.5", "propose P1 cat id 5"),
    form("request.CLIENT.NODE.VALUE", "request", "request.C1.P1.cat", "request C1 P1 cat"),
    form("drop.KIND.ID.FROM.TO", "drop", "drop.PREPARE.5.P1.A3", "drop one PREPARE 5 P1->A3"),
    form("drop.KIND.ID.FROM.TO.K", "drop", "drop.PREPARE.5.P1.A3.2", "drop 2nd PREPARE 5 P1->A3"),
    form(
        "drop.KIND.ID.slot.N.FROM.TO",
        "drop",
        "drop.ACCEPT-2DREQUEST.5.slot.3.R1.R2",
        "drop one ACCEPT-REQUEST 5 slot 3 R1->R2",
    ),
    form(
        "drop.next.KIND.ID.slot.N.FROM.TO",
        "drop",
        "drop.next.ACCEPT.5.slot.3.R2.R1",
        "drop next ACCEPT 5 slot 3 R2->R1",
    ),
    form("drop.next.KIND.FROM.TO", "drop", "drop.next.PREPARE.P1.A3", "drop next PREPARE P1->A3"),
    form("drop.FROM.TO", "drop", "drop.F1.F2", "drop F1->F2"),
    form("drop.FROM.TO.K", "drop", "drop.F1.F2.2", "drop 2nd F1->F2"),
    form("hold.KIND.ID.FROM.TO", "hold", "hold.REQUEST.C1.P1", "hold one REQUEST C1->P1"),
    form("hold.next.KIND.ID.FROM.TO", "hold", "hold.next.PROMISE.5.any.P1", "hold next PROMISE 5 any->P1"),
    form("release.KIND.ID.FROM.TO", "release", "release.PROMISE.3-2E1.A2.P1", "release one PROMISE 3.1 A2->P1"),
    form(
        "duplicate.KIND.ID.FROM.TO",
        "duplicate",
        "duplicate.ACCEPT-2DREQUEST.5.P1.A1",
        "duplicate one ACCEPT-REQUEST 5 P1->A1",
    ),
    form("duplicate.next.KIND", "duplicate", "duplicate.next.any", "duplicate next any"),
    form("deliver.KIND.ID.FROM.TO", "deliver", "deliver.ACCEPT.5.A1.L1", "deliver one ACCEPT 5 A1->L1"),
    form(
        "deliver.KIND.ID.slot.N.FROM.TO.K",
        "deliver",
        "deliver.ACCEPT.5.slot.3.R2.R1.2",
        "deliver 2nd ACCEPT 5 slot 3 R2->R1",
    ),
    form("delay.KIND.ID.FROM.TO.MS", "delay", "delay.PREPARE.5.P1.A3.500", "delay one PREPARE 5 P1->A3 500"),
    form("delay.KIND.ID.FROM.TO.K.MS", "delay", "delay.PREPARE.5.P1.A3.2.500", "delay 2nd PREPARE 5 P1->A3 500"),
    form("cut.NODE.NODE", "cut", "cut.P1.A1", "cut P1-A1"),
    form("cut.FROM.to.TO", "cut", "cut.P1.to.A1", "cut P1->A1"),
    form("heal.NODE.NODE", "heal", "heal.P1.A1", "heal P1-A1"),
    form("heal.FROM.to.TO", "heal", "heal.P1.to.A1", "heal P1->A1"),
    form("heal", "heal", "heal", "heal"),
    form("partition.NODE….-7C.NODE…", "partition", "partition.P1.A1.-7C.P2.A3", "partition P1 A1 | P2 A3"),
    form("set.SETTING…", "set", "set.loss.20-25", "set loss 20%"),
    form("set.rule.RULE.VARIANT", "set", "set.rule.accept.always", "set rule accept always"),
    form("back.PERSON.VALUE", "back", "back.F1.cinema", "back F1 cinema"),
    form("tell.FROM.TO…", "tell", "tell.F1.F2.F3", "tell F1->F2,F3"),
    form("ask.FROM.TO…", "ask", "ask.F1.F2", "ask F1->F2"),
    form("lose.FROM.TO…", "lose", "lose.F1.F2", "lose F1->F2"),
];

/// Every verb, once.
pub(super) fn verbs() -> Vec<&'static str> {
    let mut verbs: Vec<&str> = FORMS.iter().map(|form| form.verb).collect();
    verbs.dedup();
    verbs
}

/// The forms of a verb, in words.
pub(super) fn forms_of(verb: &str) -> String {
    let forms: Vec<&str> = FORMS.iter().filter(|form| form.verb == verb).map(|form| form.form).collect();
    crate::story::problem::either(&forms)
}
