package io.slipway.server.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.Tracker;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hears from trackers that something of theirs changed. Nothing that they say is taken over: Slipway asks the tracker
 * itself, by its own login, at once instead of with its next round.
 */
public final class TrackerHooks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METHOD = "sha256=";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private final Rollouts rollouts;
    private final RemoteCases remotes;
    private final Trackers trackers;

    TrackerHooks(Rollouts rollouts, RemoteCases remotes, Trackers trackers) {
        this.rollouts = rollouts;
        this.remotes = remotes;
        this.trackers = trackers;
    }

    /**
     * Takes a message.
     *
     * @param name of the tracker in the rollout file
     * @param body byte for byte, for it may be signed
     * @param signature {@code X-Hub-Signature}, as Jira signs: {@code sha256=} and HMAC-SHA256 of the body, in hex
     * @param token the secret itself, for trackers that cannot sign
     * @throws SlipwayException {@code not-found} unless the file names such a tracker with a secret for its messages, and
     *     the message shows that it knows it; {@code request-invalid} for one that names no issue and no incident
     */
    public void heard(String project, String name, byte[] body, Optional<String> signature, Optional<String> token) {
        Optional<ServedRollout> rollout = rollouts.find(project);
        Optional<Tracker> tracker =
                rollout.flatMap(served -> served.rollout().support()).map(Support::trackers).stream()
                        .flatMap(List::stream)
                        .filter(each -> each.name().equals(name))
                        .findFirst();
        boolean known = tracker.flatMap(each -> trackers.hook(rollout.orElseThrow(), each))
                .filter(secret -> secret.use(text -> shows(text, body, signature, token)))
                .isPresent();
        if (!known) {
            // One answer for all that is wrong: it tells a stranger nothing.
            throw SlipwayException.of(
                    ErrorCode.NOT_FOUND,
                    "No tracker that may tell of changes is known there by that secret.",
                    "Look at 'hook' under 'trackers' in the rollout file, and at the secret that it names.");
        }
        remotes.askSoon(rollout.orElseThrow().team(), name, key(body, tracker.orElseThrow()));
    }

    private static boolean shows(String secret, byte[] body, Optional<String> signature, Optional<String> token) {
        if (secret.isBlank()) {
            return false;
        }
        boolean signed = signature
                .filter(given -> same(given, METHOD + hmac(secret, body)))
                .isPresent();
        return signed || token.filter(given -> same(given, secret)).isPresent();
    }

    /** Takes as long whether little or much of it is right. */
    private static boolean same(String given, String right) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    /** Jira's own messages have {@code issue.key}; for ServiceNow a business rule writes {@code number}. */
    private static String key(byte[] body, Tracker tracker) {
        JsonNode message;
        try {
            message = JSON.readTree(body);
        } catch (IOException e) {
            throw GivenText.invalid("The message is no JSON.");
        }
        return Stream.of(message.path("issue").path("key"), message.path("key"), message.path("number"))
                .map(JsonNode::asText)
                .filter(text -> KEY.matcher(text).matches())
                .findFirst()
                .orElseThrow(() -> GivenText.invalid(
                        tracker.kind() == Tracker.Kind.JIRA
                                ? "The message names no issue: 'issue' with its 'key' is missing."
                                : "The message names no incident: its 'number' is missing."));
    }
}
