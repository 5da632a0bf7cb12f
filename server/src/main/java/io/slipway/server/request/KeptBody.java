package io.slipway.server.request;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** A request's body, read to its end before anybody looks at it: small ones in memory, artifacts in a file. */
final class KeptBody implements AutoCloseable {
    private final byte[] bytes;
    private final Optional<Path> file;

    private KeptBody(byte[] bytes, Optional<Path> file) {
        this.bytes = bytes;
        this.file = file;
    }

    /** @throws SlipwayException {@code request-too-large} */
    static KeptBody inMemory(HttpServletRequest request, int limit) throws IOException {
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        byte[] bytes = request.getInputStream().readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw tooLarge(limit);
        }
        return new KeptBody(bytes, Optional.empty());
    }

    /** @throws SlipwayException {@code request-too-large} */
    static KeptBody inFile(HttpServletRequest request, Path folder, long limit) throws IOException {
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        Path file = folder.resolve(UUID.randomUUID() + ".body");
        KeptBody body = new KeptBody(new byte[0], Optional.of(file));
        try (OutputStream out = Files.newOutputStream(file)) {
            InputStream in = request.getInputStream();
            byte[] buffer = new byte[1 << 16];
            long total = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                total += n;
                if (total > limit) {
                    throw tooLarge(limit);
                }
                out.write(buffer, 0, n);
            }
            return body;
        } catch (IOException | SlipwayException e) {
            body.close();
            throw e;
        }
    }

    private static SlipwayException tooLarge(long limit) {
        String most = limit >> 20 == 0 ? limit + " bytes" : (limit >> 20) + " MB";
        return SlipwayException.of(
                ErrorCode.REQUEST_TOO_LARGE, "The request is larger than this server takes (" + most + ").", "");
    }

    InputStream open() throws IOException {
        return file.isPresent() ? Files.newInputStream(file.get()) : new ByteArrayInputStream(bytes);
    }

    /** The request again, with this body to read. */
    HttpServletRequest in(HttpServletRequest request) throws IOException {
        return new Again(request, open());
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
    }

    private static final class Again extends HttpServletRequestWrapper {
        private final ServletInputStream stream;

        Again(HttpServletRequest request, InputStream content) {
            super(request);
            this.stream = new Content(content);
        }

        @Override
        public ServletInputStream getInputStream() {
            return stream;
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }
    }

    private static final class Content extends ServletInputStream {
        private final InputStream content;
        private boolean finished;

        Content(InputStream content) {
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            int next = content.read();
            finished = next < 0;
            return next;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int n = content.read(buffer, from, length);
            finished = n < 0;
            return n;
        }

        @Override
        public boolean isFinished() {
            return finished;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("the body is there already");
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }
}
