package io.slipway.database.provision;

import io.slipway.rollout.provision.Look;
import io.slipway.rollout.provision.Step;
import java.util.List;
import java.util.function.Supplier;

/**
 * A step whose work is SQL: what it runs and what its runbook shows are the same statements.
 *
 * @param looking finds what is there
 * @param making what makes it from nothing
 * @param mending how a difference's remedy is sent: the unit with the remedy's statements in place of its own
 * @param undoing takes away what is ours; says what stays
 */
public record SqlStep(
        String id,
        String title,
        List<String> needs,
        SqlPlace place,
        Supplier<Look> looking,
        List<SqlUnit> making,
        SqlUnit mending,
        Supplier<String> undoing)
        implements Step {
    public SqlStep {
        needs = List.copyOf(needs);
        making = List.copyOf(making);
    }

    @Override
    public Look look() {
        return looking.get();
    }

    @Override
    public void apply(Look found) {
        if (found instanceof Look.Differs differs && !differs.remedy().isEmpty()) {
            place.run(new SqlUnit(mending.database(), mending.byDeploy(), mending.together(), differs.remedy()));
        } else {
            making.forEach(place::run);
        }
    }

    @Override
    public String undo() {
        return undoing.get();
    }

    @Override
    public List<String> commands() {
        return making.stream().map(place::command).toList();
    }
}
