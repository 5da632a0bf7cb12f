package io.slipway.server.deployment;

import io.slipway.server.account.Person;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What people said to deployments. Nothing is taken out: an approval that does not count any more says why. */
final class ApprovalTable {
    private ApprovalTable() {}

    static List<Approval> of(Handle handle, String deployment) {
        return handle.createQuery("SELECT p.name, a.* FROM approval a JOIN person p ON p.id = a.person"
                        + " WHERE a.deployment = :deployment ORDER BY a.at")
                .bind("deployment", deployment)
                .map((row, context) -> new Approval(
                        row.getString("name"),
                        row.getString("verdict").equals("yes"),
                        row.getString("reason"),
                        row.getString("binding"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("voided")))
                .list();
    }

    static long yes(Handle handle, String deployment) {
        return handle.createQuery("SELECT count(DISTINCT person) FROM approval WHERE deployment = :deployment"
                        + " AND verdict = 'yes' AND voided = ''")
                .bind("deployment", deployment)
                .mapTo(Long.class)
                .one();
    }

    static long count(Handle handle, String deployment, String person) {
        return handle.createQuery("SELECT count(*) FROM approval WHERE deployment = :deployment"
                        + " AND person = :person AND voided = ''")
                .bind("deployment", deployment)
                .bind("person", person)
                .mapTo(Long.class)
                .one();
    }

    static void insert(
            Handle handle, ServedDeployment deployment, Person person, boolean yes, String reason, Instant at) {
        handle.createUpdate("INSERT INTO approval (deployment, person, verdict, reason, binding, at, voided)"
                        + " VALUES (:deployment, :person, :verdict, :reason, :binding, :at, '')")
                .bind("deployment", deployment.id())
                .bind("person", person.id())
                .bind("verdict", yes ? "yes" : "no")
                .bind("reason", reason.strip())
                .bind("binding", deployment.binding())
                .bind("at", at.toEpochMilli())
                .execute();
    }

    static void avoid(Handle handle, String deployment, String why) {
        handle.createUpdate("UPDATE approval SET voided = :why WHERE deployment = :deployment AND voided = ''")
                .bind("why", why)
                .bind("deployment", deployment)
                .execute();
    }
}
