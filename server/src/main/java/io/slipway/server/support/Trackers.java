package io.slipway.server.support;

import io.slipway.release.project.NamedSecrets;
import io.slipway.release.project.SecretReference;
import io.slipway.release.target.Secret;
import io.slipway.rollout.support.Tracker;
import io.slipway.server.rollout.ServedRollout;
import java.nio.file.Path;
import java.util.Map;

/** Opens the way to a tracker: its login is a project's secret, or one of the server's environment. */
public final class Trackers {
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

    /** @throws io.slipway.release.error.SlipwayException {@code secret-unavailable} */
    <T> T use(ServedRollout rollout, Tracker tracker, Work<T> work) throws TrackerFailure {
        Secret secret = SecretReference.parse(tracker.secret())
                .orElseThrow(() -> new IllegalStateException("a tracker's secret is always a reference"))
                .resolve(folder, environment, name -> secrets.find(rollout.project(), name));
        TrackerHttp.Login login = new TrackerHttp.Login(tracker.user(), secret);
        return work.with(
                switch (tracker.kind()) {
                    case JIRA -> new JiraClient(http, login, tracker);
                    case SERVICENOW -> new ServiceNowClient(http, login, tracker);
                });
    }
}
