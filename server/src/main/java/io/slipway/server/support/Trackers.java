package io.slipway.server.support;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.NamedSecrets;
import io.slipway.release.project.SecretReference;
import io.slipway.release.target.Secret;
import io.slipway.rollout.support.Tracker;
import io.slipway.server.rollout.ServedRollout;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the way to a tracker: its login is a project's secret, or one of the server's environment. */
public final class Trackers {
    private static final Logger LOG = LoggerFactory.getLogger(Trackers.class);
    private final TrackerHttp http;
    private final NamedSecrets secrets;
    private final Path folder;
    private final Map<String, String> environment;

    public Trackers(TrackerHttp http, NamedSecrets secrets, Path folder, Map<String, String> environment) {
        this.http = http;
        this.secrets = secrets;
        this.folder = folder;
        this.environment = Map.copyOf(environment);
    }

    /** What is done with a tracker while its login is open. */
    @FunctionalInterface
    interface Work<T> {
        T with(TrackerClient client) throws TrackerFailure;
    }

    /**
     * What a tracker's own messages are known by; empty when none are taken, also while the secret is not there: then
     * nobody can know it.
     */
    Optional<Secret> hook(ServedRollout rollout, Tracker tracker) {
        try {
            return tracker.hook().map(reference -> secret(rollout, reference));
        } catch (SlipwayException e) {
            LOG.warn("messages of the tracker {} cannot be checked: {}", tracker.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private Secret secret(ServedRollout rollout, String reference) {
        return SecretReference.parse(reference)
                .orElseThrow(() -> new IllegalStateException("a tracker's secret is always a reference"))
                .resolve(folder, environment, name -> secrets.find(rollout.project(), name));
    }

    /** @throws SlipwayException {@code secret-unavailable} */
    <T> T use(ServedRollout rollout, Tracker tracker, Work<T> work) throws TrackerFailure {
        TrackerHttp.Login login = new TrackerHttp.Login(tracker.user(), secret(rollout, tracker.secret()));
        return work.with(
                switch (tracker.kind()) {
                    case JIRA -> new JiraClient(http, login, tracker);
                    case SERVICENOW -> new ServiceNowClient(http, login, tracker);
                });
    }
}
