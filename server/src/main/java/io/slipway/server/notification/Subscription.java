package io.slipway.server.notification;

import java.time.Instant;
import java.util.Set;

/**
 * Who wants to hear what of a project.
 *
 * @param environment empty for all
 * @param address where it goes, as people may see it: of a URL only the host, for the rest may be a secret
 */
public record Subscription(
        String id,
        String project,
        String environment,
        Channel channel,
        String address,
        Set<Topic> topics,
        String madeBy,
        Instant madeAt) {

    boolean wants(Notice notice) {
        if (!notice.onlyTo().isEmpty()) {
            return notice.onlyTo().equals(id);
        }
        return topics.contains(notice.topic())
                && (environment.isEmpty() || environment.equals(notice.about().environment()));
    }
}
