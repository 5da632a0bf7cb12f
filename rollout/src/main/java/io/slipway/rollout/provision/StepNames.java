package io.slipway.rollout.provision;

import io.slipway.rollout.provision.Provision.DatabaseWish;
import java.util.ArrayList;
import java.util.List;

/** Which steps a definition has, in their order: the file's manual steps name them before anything is looked at. */
final class StepNames {
    static final String REPOSITORY = "repository";
    static final String CI = "repository.ci";
    static final String PROJECT = "console.project";
    static final String KEYS = "console.keys";
    static final String ROLLOUT = "console.rollout";
    static final String PEOPLE = "console.people";

    private StepNames() {}

    /** All but the manual ones. */
    static List<String> of(Provision provision) {
        List<String> names = new ArrayList<>();
        provision.repository().ifPresent(wish -> {
            names.add(REPOSITORY);
            if (!wish.ci().isEmpty()) {
                names.add(CI);
            }
        });
        provision.environments().forEach(wish -> names.addAll(of(wish)));
        provision.console().ifPresent(wish -> {
            names.add(PROJECT);
            if (provision.protectsAny()) {
                names.add(KEYS);
            }
            names.addAll(List.of(ROLLOUT, PEOPLE));
        });
        return names;
    }

    private static List<String> of(DatabaseWish wish) {
        List<String> names = new ArrayList<>();
        wish.owner().ifPresent(owner -> names.add(wish.step("owner")));
        names.add(wish.step("login"));
        wish.read().ifPresent(read -> names.add(wish.step("read")));
        names.add(wish.step("database"));
        wish.schema().ifPresent(schema -> names.add(wish.step("schema")));
        names.add(wish.step("grants"));
        names.add(wish.step("history"));
        wish.baseline().ifPresent(artifact -> names.add(wish.step("baseline")));
        return names;
    }
}
