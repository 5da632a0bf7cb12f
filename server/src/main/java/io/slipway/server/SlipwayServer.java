package io.slipway.server;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.progress.Progress;
import io.slipway.server.account.SetUp;
import io.slipway.server.deployment.DeploymentJobs;
import io.slipway.server.operation.Readiness;
import io.slipway.store.PrivateFiles;
import io.slipway.store.Store;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** One server process, from start to stop. */
public final class SlipwayServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SlipwayServer.class);
    private final ConfigurableApplicationContext context;
    private final Store store;
    private final URI url;

    private SlipwayServer(ConfigurableApplicationContext context, Store store, URI url) {
        this.context = context;
        this.store = store;
        this.url = url;
    }

    /**
     * Brings the server's database to this version, starts listening, and takes deployments from the queue.
     *
     * @throws io.slipway.release.error.SlipwayException the database cannot be had, or its schema is newer
     */
    public static SlipwayServer start(ServerSettings settings, Clock clock, Progress progress) {
        makeDataFolder(settings);
        Store store = Store.open(settings.store(), clock, settings.environment(), progress);
        try {
            SpringApplication application = new SpringApplication(ServerConfiguration.class);
            application.setBannerMode(Banner.Mode.OFF);
            application.setWebApplicationType(WebApplicationType.SERVLET);
            application.setLogStartupInfo(false);
            application.setDefaultProperties(LogSetting.properties(settings));
            application.setRegisterShutdownHook(false);
            application.addInitializers(context -> {
                context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("slipway", properties(settings)));
                context.getBeanFactory().registerSingleton("settings", settings);
                context.getBeanFactory().registerSingleton("store", store);
                context.getBeanFactory().registerSingleton("clock", clock);
            });
            ConfigurableApplicationContext context = application.run();
            int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                    .getPort();
            URI url = settings.publicUrl()
                    .orElse(URI.create((settings.operations().tls().isPresent() ? "https://" : "http://")
                            + settings.address() + ":" + port));
            if (readable(settings)) {
                LOG.warn(
                        "everybody on the way can read passwords: {} is no address of this machine alone, and there is"
                                + " neither TLS nor an https --public-url of a proxy that does it",
                        settings.address());
            }
            return new SlipwayServer(context, store, url);
        } catch (RuntimeException e) {
            store.close();
            throw inUse(e)
                    ? SlipwayException.of(
                                    ErrorCode.SETTING_INVALID,
                                    "Port " + settings.port() + " of " + settings.address()
                                            + " is not to be had: something"
                                            + " listens there, or it is no address of this machine.",
                                    "Name another with --port or --address, or stop what has it.")
                            .causedBy(e)
                    : e;
        }
    }

    private static boolean inUse(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof BindException || at instanceof PortInUseException) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, Object> properties(ServerSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.port", settings.port());
        properties.put("server.address", settings.address());
        settings.operations().tls().ifPresent(tls -> properties.putAll(TlsSetting.properties(tls)));
        properties.put("server.tomcat.remoteip.internal-proxies", believed(settings.proxies()));
        // in a folder of the machine's, an empty one would be left behind at each stop
        properties.put(
                "server.tomcat.basedir", settings.data().resolve("tomcat").toString());
        properties.put("spring.servlet.multipart.max-file-size", settings.largestArtifact() + "B");
        properties.put("spring.servlet.multipart.max-request-size", settings.largestArtifact() + 65_536 + "B");
        properties.put(
                "spring.servlet.multipart.location",
                settings.data().resolve("incoming").toString());
        return properties;
    }

    private static boolean readable(ServerSettings settings) {
        try {
            return !settings.secure()
                    && !InetAddress.getByName(settings.address()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** A pattern for the proxies that are believed: those on this machine, and those that are named. */
    private static String believed(List<String> proxies) {
        return Stream.concat(
                        Stream.of("127\\.\\d+\\.\\d+\\.\\d+", "::1", "0:0:0:0:0:0:0:1"),
                        proxies.stream().map(Pattern::quote))
                .collect(Collectors.joining("|"));
    }

    /** Only its owner may look into it: the database and artifacts are there. */
    private static void makeDataFolder(ServerSettings settings) {
        try {
            PrivateFiles.closeFolder(settings.data());
            Files.createDirectories(settings.data().resolve("incoming"));
        } catch (IOException e) {
            throw OnlyServer.unusable(settings.data(), e);
        }
    }

    public URI url() {
        return url;
    }

    /** Where the first person is set up; empty once there is one. */
    public Optional<URI> setUpLink() {
        return context.getBean(SetUp.class).offer().map(secret -> url.resolve("/setup?secret=" + secret));
    }

    /** A part of the server, for tests and commands that work on a running one. */
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /** How many deployments run here now. */
    public int underWay() {
        return context.getBean(DeploymentJobs.class).underWay();
    }

    /**
     * Tells load balancers that it is not ready, and brings the deployments that run here to a safe point. It answers
     * requests meanwhile, so that people see what becomes of them.
     */
    public DeploymentJobs.Stopped stop() {
        context.getBean(Readiness.class).stopping();
        return context.getBean(DeploymentJobs.class).stop(DeploymentJobs.PATIENCE);
    }

    /** Lets requests end that were begun, and closes the store. */
    @Override
    public void close() {
        stop();
        context.close();
        store.close();
    }
}
