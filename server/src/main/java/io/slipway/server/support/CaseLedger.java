package io.slipway.server.support;

import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.rollout.support.Step;
import io.slipway.rollout.support.Support;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Writes down what happens to cases, and reads what one is from its events. */
final class CaseLedger {
    static final String SERVER = "slipway";
    private final RolloutLedger ledger;
    private final CaseNews news;
    private final RemoteCases remotes;

    CaseLedger(RolloutLedger ledger, CaseNews news, RemoteCases remotes) {
        this.ledger = ledger;
        this.news = news;
        this.remotes = remotes;
    }

    List<CaseEvent> events(Handle handle, long number) {
        return handle
                .createQuery("SELECT e.* FROM support_case_event c JOIN audit_event e ON e.sequence = c.sequence"
                        + " WHERE c.number = :number ORDER BY c.sequence")
                .bind("number", number)
                .map(AuditLog.EVENT)
                .list()
                .stream()
                .flatMap(CaseLedger::event)
                .toList();
    }

    Case state(Handle handle, long number) {
        return Case.of(number, events(handle, number));
    }

    /** A new case, in a transaction that is under way. */
    Case open(Handle handle, ServedRollout rollout, String actor, Step opened, Optional<Long> deployment) {
        long number = Store.next(handle, "case");
        CaseTable.insert(handle, rollout, number, deployment);
        return append(handle, rollout, number, actor, opened);
    }

    /** One more event of a case whose row the transaction has locked. */
    Case append(Handle handle, ServedRollout rollout, long number, String actor, Step step) {
        long sequence = ledger.append(
                handle, rollout, Topic.SUPPORT, actor, step.kind().action(), Long.toString(number), step.detail());
        handle.createUpdate("INSERT INTO support_case_event (number, sequence) VALUES (:number, :sequence)")
                .bind("number", number)
                .bind("sequence", sequence)
                .execute();
        Case now = state(handle, number);
        CaseTable.update(handle, now);
        news.tell(handle, rollout, now, step.kind(), actor);
        remotes.want(handle, rollout, now, step.kind());
        return now;
    }

    /** Does what followed from deadlines until now, however long nobody looked. */
    Case catchUp(Handle handle, ServedRollout rollout, Support support, long number, Instant now) {
        Case one = state(handle, number);
        for (Optional<Step> due = Step.due(one, support, now); due.isPresent(); due = Step.due(one, support, now)) {
            one = append(handle, rollout, number, SERVER, due.get());
        }
        return one;
    }

    static Stream<CaseEvent> event(AuditEvent event) {
        return CaseEvent.Kind.of(event.action())
                .map(kind -> new CaseEvent(event.sequence(), event.at(), event.actor(), kind, event.texts()))
                .stream();
    }
}
