package io.slipway.server.ownscripts;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.notification.AddressGuard;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/** Fetches a repository's newest commit from where the guard lets, within limits of time and size. */
final class GuardedClone {
    private static final int TIMEOUT_SECONDS = 30;
    private static final long LONGEST_NANOS = 90_000_000_000L;
    private static final long LARGEST = 100L << 20;
    private final AddressGuard guard;

    GuardedClone(AddressGuard guard) {
        this.guard = guard;
    }

    /** @throws SlipwayException {@code address-refused}, {@code request-invalid}, {@code repository-refused} */
    void into(Path folder, String url) {
        URI checked = guard.checked(url);
        Limit limit = new Limit(folder);
        try (Git git = Git.cloneRepository()
                .setURI(checked.toString())
                .setDirectory(folder.toFile())
                .setDepth(1)
                .setCloneSubmodules(false)
                .setTimeout(TIMEOUT_SECONDS)
                .setProgressMonitor(limit)
                .setTransportConfigCallback(transport -> {
                    if (transport instanceof TransportHttp http) {
                        http.setHttpConnectionFactory(new Guarded());
                    }
                })
                .call()) {
            if (limit.isCancelled()) {
                throw tooMuch();
            }
        } catch (GitAPIException | JGitInternalException e) {
            if (limit.isCancelled()) {
                throw tooMuch().causedBy(e);
            }
            throw SlipwayException.of(
                            ErrorCode.REPOSITORY_REFUSED,
                            "The repository cannot be fetched: " + words(e),
                            "It must be there without a password.")
                    .causedBy(e);
        }
    }

    /** What went wrong at the bottom: a refusal of the guard's is told in its own words. */
    private static String words(Exception e) {
        Throwable at = e;
        while (at.getCause() != null && at.getCause() != at) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage());
    }

    private static SlipwayException tooMuch() {
        return SlipwayException.of(
                ErrorCode.REQUEST_TOO_LARGE,
                "The repository has more than " + (LARGEST >> 20) + " MB, or takes longer than "
                        + LONGEST_NANOS / 1_000_000_000 + " seconds.",
                "Upload a zip of its scripts.");
    }

    /**
     * Asks the guard before each connection, so that a redirect leads nowhere else either. The name is looked up again
     * when it connects: the JVM answers from its cache of the look-up just made.
     */
    private final class Guarded implements HttpConnectionFactory {
        private final HttpConnectionFactory jdk = new JDKHttpConnectionFactory();

        @Override
        public HttpConnection create(URL url) throws IOException {
            guard.checked(base(url));
            return jdk.create(url);
        }

        @Override
        public HttpConnection create(URL url, Proxy proxy) throws IOException {
            guard.checked(base(url));
            return jdk.create(url, proxy);
        }

        private static String base(URL url) {
            return url.getProtocol() + "://" + url.getAuthority() + "/";
        }
    }

    /** Stops the fetch when it takes too long or too much room. */
    private static final class Limit implements ProgressMonitor {
        private final Path folder;
        private final long end = System.nanoTime() + LONGEST_NANOS;
        private int updates;
        private boolean over;

        Limit(Path folder) {
            this.folder = folder;
        }

        @Override
        public void start(int totalTasks) {}

        @Override
        public void beginTask(String title, int totalWork) {}

        @Override
        public void update(int completed) {
            if (updates++ % 1_000 == 0) {
                over = over || System.nanoTime() > end || size() > LARGEST;
            }
        }

        private long size() {
            try (Stream<Path> all = Files.walk(folder)) {
                return all.filter(Files::isRegularFile)
                        .mapToLong(file -> file.toFile().length())
                        .sum();
            } catch (IOException e) {
                return 0;
            }
        }

        @Override
        public void endTask() {}

        @Override
        public boolean isCancelled() {
            return over || System.nanoTime() > end;
        }

        @Override
        public void showDuration(boolean enabled) {}
    }
}
