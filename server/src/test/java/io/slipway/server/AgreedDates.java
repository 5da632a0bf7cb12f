package io.slipway.server;

import io.slipway.rollout.people.Person;
import io.slipway.server.dates.GoLiveDates;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.util.Map;

/** A go-live date that the manager proposed and every stakeholder said yes to, whatever day it is. */
final class AgreedDates {
    private AgreedDates() {}

    static void agree(TestServer server, String project, String day) {
        ServedRollout rollout = server.part(Rollouts.class).of(project);
        RolloutLedger ledger = server.part(RolloutLedger.class);
        String sequence = Integer.toString(
                server.part(GoLiveDates.class).agreement(rollout).lastSequence() + 1);
        server.part(Store.class).run(handle -> {
            Map<String, String> date = Map.of("sequence", sequence, "date", day);
            String manager = rollout.rollout().manager().key();
            ledger.append(handle, rollout, Topic.DATES, manager, "date-proposed", rollout.team(), date);
            for (Person person : rollout.rollout().stakeholders()) {
                Map<String, String> yes = Map.of("sequence", sequence, "date", day, "answer", "yes");
                ledger.append(handle, rollout, Topic.DATES, person.key(), "date-voted", rollout.team(), yes);
            }
            handle.createUpdate("INSERT INTO rollout_date (team, day, sequence, agreed, revision)"
                            + " VALUES (:team, :day, :sequence, :yes, :revision)"
                            + " ON CONFLICT (team) DO UPDATE SET day = excluded.day, sequence = excluded.sequence,"
                            + " agreed = excluded.agreed, revision = excluded.revision")
                    .bind("team", rollout.team())
                    .bind("day", day)
                    .bind("sequence", Integer.parseInt(sequence))
                    .bind("yes", true)
                    .bind("revision", rollout.revision())
                    .execute();
        });
    }
}
