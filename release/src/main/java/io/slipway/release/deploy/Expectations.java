package io.slipway.release.deploy;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.estimate.ChangedRows;
import io.slipway.release.estimate.Estimator;
import io.slipway.release.estimate.Retimed;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.Survey.TableFacts;
import io.slipway.release.target.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tells before a deployment begins how long those of its changes will take that work on whole tables, so that the history
 * has it beside what they took. The others cost no question.
 */
final class Expectations {
    private Expectations() {}

    /** @param free of whom it is known without their proof that they cost no question */
    static List<ChangeTask> of(
            Target target, DeployRequest request, List<ChangeTask> tasks, Dialect dialect, Predicate<ChangeTask> free) {
        Map<Integer, List<ChangedRows.Change>> concerned = new LinkedHashMap<>();
        Map<Integer, List<Retimed>> retimed = new HashMap<>();
        Set<String> objects = new HashSet<>();
        for (int i = 0; i < tasks.size(); i++) {
            ChangeTask task = tasks.get(i);
            if (task.event() == HistoryEvent.APPLIED && !free.test(task) && Estimator.concerns(proof(request, task))) {
                List<ChangedRows.Change> changes = ChangedRows.of(dialect, task.source());
                List<Retimed> times = ChangedRows.retimed(dialect, proof(request, task), task.source());
                if (!proof(request, task).work().isEmpty() || !changes.isEmpty() || !times.isEmpty()) {
                    concerned.put(i, changes);
                    retimed.put(i, times);
                    times.forEach(each -> objects.add(Estimator.known(proof(request, task), each.table())));
                    objects.addAll(Estimator.objects(proof(request, task), changes));
                }
            }
        }
        Optional<Estimator> estimator = concerned.isEmpty() ? Optional.empty() : Estimator.of(target);
        if (estimator.isEmpty()) {
            return tasks;
        }
        Map<String, TableFacts> facts = estimator.get().survey().facts(objects);
        List<ChangeTask> expected = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            ChangeTask task = tasks.get(i);
            List<ChangedRows.Change> changes = concerned.get(i);
            if (changes == null) {
                expected.add(task);
                continue;
            }
            ChangeProof proof = estimator.get().there(proof(request, task), retimed.getOrDefault(i, List.of()));
            expected.add(
                    proof.work().isEmpty() && changes.isEmpty()
                            ? task
                            : task.with(estimator.get().of(task.change().kind(), proof, changes, facts)));
        }
        return expected;
    }

    private static ChangeProof proof(DeployRequest request, ChangeTask task) {
        return request.artifact().proof().of(task.change());
    }
}
