package io.slipway.rollout.provision;

import java.util.List;

/** What a step found where its result should be. */
public sealed interface Look {

    /** Nothing is there. */
    record Absent() implements Look {}

    /**
     * It is there just as the definition wants it.
     *
     * @param seen what shows it, where that is not seen from the thing itself; else empty
     */
    record AsWished(String seen) implements Look {
        public AsWished() {
            this("");
        }
    }

    /**
     * It is there, made by us, and differs.
     *
     * @param what in which way, for people
     * @param remedy what has to be done for it, in the step's own words; empty when the step does all of it anew
     */
    record Differs(String what, List<String> remedy) implements Look {
        public Differs {
            remedy = List.copyOf(remedy);
        }
    }

    /** Something is there that others made, or that must not be touched. */
    record Foreign(String why, String help) implements Look {}

    /**
     * It may be there, and does not let itself be looked at: nobody can say that it is to be made. A step before this one
     * may mend that, or a person has to.
     */
    record Unseen(String why, String help) implements Look {}

    /**
     * A person has to do something first.
     *
     * @param made whether some of it is there already, which is ours to take away
     */
    record Waits(String what, boolean made) implements Look {
        public Waits(String what) {
            this(what, false);
        }
    }
}
