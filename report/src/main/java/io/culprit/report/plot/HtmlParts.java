package io.culprit.report.plot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** The page without its data: markup, style and script, read from the resources beside this class. */
record HtmlParts(String style, String body, String script) {
    /** Each declares functions and classes alone; the last one begins the work. */
    private static final List<String> SCRIPTS = List.of(
            "units.js",
            "time.js",
            "data.js",
            "stats.js",
            "columns.js",
            "density.js",
            "scale.js",
            "chart.js",
            "axes.js",
            "overlay.js",
            "pick.js",
            "pointer.js",
            "list.js",
            "tip.js",
            "link.js",
            "page.js",
            "draw.js",
            "words.js",
            "print.js",
            "start.js");

    static HtmlParts load() throws IOException {
        StringBuilder script = new StringBuilder("(() => {\n'use strict';\n");
        for (String name : SCRIPTS) script.append(resource(name));
        script.append("})();\n");
        return new HtmlParts(resource("page.css"), resource("page.html"), script.toString());
    }

    /** @param title escaped */
    String head(String title) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '%s'; \
                style-src '%s'; img-src data:; base-uri 'none'; form-action 'none'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="referrer" content="no-referrer">
                <link rel="icon" href="data:,">
                <title>%s</title>
                <style>%s</style>
                </head>
                <body>
                %s""".formatted(hash(script), hash(style), title, style, body);
    }

    String tail() {
        return "<script>" + script + "</script>\n</body>\n</html>\n";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlParts.class.getResourceAsStream(name)) {
            if (in == null) throw new FileNotFoundException("the jar lacks " + name);
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** As a content security policy names an inline script or style. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
