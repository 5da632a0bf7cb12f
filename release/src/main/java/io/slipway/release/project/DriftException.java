package io.slipway.release.project;

import java.time.LocalDate;
import java.util.List;

/**
 * Drift that is known and allowed for a while.
 *
 * @param object kind and name of the objects, with {@code *} for any letters, such as {@code index public.customer_*}
 * @param environments where; everywhere when empty
 * @param until the last day on which it is allowed
 * @param reason why
 */
public record DriftException(String object, List<String> environments, LocalDate until, String reason) {

    /** @param key kind and name of an object */
    public boolean covers(String environment, String key) {
        return (environments.isEmpty() || environments.contains(environment))
                && key.matches(("\\Q" + object + "\\E").replace("*", "\\E.*\\Q"));
    }

    public boolean ended(LocalDate today) {
        return today.isAfter(until);
    }
}
