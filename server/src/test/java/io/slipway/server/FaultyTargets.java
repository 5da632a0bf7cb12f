package io.slipway.server;

import io.slipway.database.Products;
import io.slipway.release.deploy.Targets;
import io.slipway.release.history.TargetHistory;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.target.Target;
import io.slipway.release.target.TargetLock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Real databases, with something that happens at certain calls: how a node dies, or stalls, at a chosen moment. */
final class FaultyTargets {
    private final Consumer<String> before;
    private final Consumer<String> after;

    private FaultyTargets(Consumer<String> before, Consumer<String> after) {
        this.before = before;
        this.after = after;
    }

    /** What ends a thread as the end of its process would: no code of Slipway expects it. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** @param call such as {@code commit} or {@code tryAcquire} */
    static Targets dyingAfter(String call, int times) {
        int[] left = {times};
        return of(name -> {}, name -> {
            if (name.equals(call) && --left[0] == 0) {
                throw new Death();
            }
        });
    }

    static Targets before(Consumer<String> hook) {
        return of(hook, name -> {});
    }

    private static Targets of(Consumer<String> before, Consumer<String> after) {
        FaultyTargets faults = new FaultyTargets(before, after);
        List<DatabaseProduct> products = Products.onServer(Clock.systemUTC()).list().stream()
                .map(product -> faults.around(DatabaseProduct.class, product))
                .toList();
        return new Targets(products, Map.of());
    }

    private <T> T around(Class<T> type, Object real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    before.accept(method.getName());
                    Object answer;
                    try {
                        answer = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    after.accept(method.getName());
                    if (answer instanceof Target target) {
                        return around(Target.class, target);
                    }
                    if (answer instanceof TargetHistory history) {
                        return around(TargetHistory.class, history);
                    }
                    return answer instanceof TargetLock lock ? around(TargetLock.class, lock) : answer;
                }));
    }
}
