package io.slipway.server.console;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One of the things to do with a case that want something to be written.
 *
 * @param label of the text
 */
record CaseForm(String verb, String title, String button, String label, Set<Field> fields) {
    enum Field {
        TEXT,
        PERSON,
        TIER,
        OTHER,
        CAUSE
    }

    static final List<CaseForm> ALL = List.of(
            new CaseForm("note", "Add a note", "Add it", "Note", EnumSet.of(Field.TEXT)),
            new CaseForm("assign", "Give it to somebody", "Give it", "", EnumSet.of(Field.PERSON)),
            new CaseForm("pause", "Ask its reporter", "Ask, and wait", "Question", EnumSet.of(Field.TEXT)),
            new CaseForm("escalate", "Escalate it", "Escalate", "What the next tier must know", EnumSet.of(Field.TEXT)),
            new CaseForm(
                    "de-escalate",
                    "Give it back to the tier below",
                    "Give it back",
                    "What that tier must know",
                    EnumSet.of(Field.TEXT)),
            new CaseForm(
                    "reroute",
                    "Re-route it",
                    "Re-route",
                    "Why it belongs there",
                    EnumSet.of(Field.TIER, Field.PERSON, Field.TEXT)),
            new CaseForm("merge", "It is the same as another", "Merge", "Why", EnumSet.of(Field.OTHER, Field.TEXT)),
            new CaseForm("resolve", "Resolve it", "Resolve", "What helped", EnumSet.of(Field.TEXT, Field.CAUSE)),
            new CaseForm("name-cause", "Name its cause", "Name it", "", EnumSet.of(Field.CAUSE)),
            new CaseForm("reopen", "Open it again", "Open it again", "Why", EnumSet.of(Field.TEXT)));

    public boolean isText() {
        return fields.contains(Field.TEXT);
    }

    public boolean isPerson() {
        return fields.contains(Field.PERSON);
    }

    public boolean isTier() {
        return fields.contains(Field.TIER);
    }

    public boolean isOther() {
        return fields.contains(Field.OTHER);
    }

    public boolean isCause() {
        return fields.contains(Field.CAUSE);
    }
}
