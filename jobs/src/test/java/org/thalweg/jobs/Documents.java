package org.thalweg.jobs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All pages in Markdown of the repository, the README first: their blocks, links and headings. */
final class Documents {
    private static final Pattern BLOCK =
            Pattern.compile("^```([^\\n]*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} (.*)$", Pattern.MULTILINE);

    /** Folders of builds, of tools and of runs. */
    private static final Set<String> LEFT_OUT = Set.of("target", "node_modules", "models", "predictions", "venv");

    private static final Path REPOSITORY = RunScript.repository();

    private Documents() {}

    /** A block of code: its document, below the repository, the line of its text's start, its language and its text. */
    record Block(String document, int line, String language, String text) {
        @Override
        public String toString() {
            return document + ":" + line + " "
                    + text.strip().lines().findFirst().orElse("");
        }
    }

    /** Paths below the repository. */
    static List<String> all() throws IOException {
        List<String> found = new ArrayList<>();
        Files.walkFileTree(REPOSITORY, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean out = !folder.equals(REPOSITORY) && (name.startsWith(".") || LEFT_OUT.contains(name));
                return out ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    found.add(REPOSITORY.relativize(file).toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.comparing((String path) -> !path.equals("README.md"))
                .thenComparing(Comparator.naturalOrder()));
        return found;
    }

    static String text(String document) throws IOException {
        return Files.readString(REPOSITORY.resolve(document));
    }

    static List<Block> blocks(String document) throws IOException {
        String text = text(document);
        return BLOCK.matcher(text)
                .results()
                .map(found -> new Block(
                        document,
                        1 + (int) text.substring(0, found.start(2)).lines().count(),
                        found.group(1).strip(),
                        found.group(2)))
                .toList();
    }

    /** All blocks of a language, document by document. */
    static List<Block> blocksIn(String language) throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (String document : all()) {
            blocks.addAll(blocks(document).stream()
                    .filter(block -> block.language().equals(language))
                    .toList());
        }
        return blocks;
    }

    private static String prose(String document) throws IOException {
        return BLOCK.matcher(text(document)).replaceAll("");
    }

    /** Where the links of a document lead that stay within the repository. */
    static List<String> links(String document) throws IOException {
        Stream<String> links = LINK.matcher(prose(document)).results().map(found -> found.group(1));
        return links.filter(link -> !link.matches("[a-z]+:.*")).toList();
    }

    /** What may stand behind # in a link to a document, as GitHub makes it of the headings. */
    static Set<String> anchors(String document) throws IOException {
        Set<String> anchors = new TreeSet<>();
        Matcher heading = HEADING.matcher(prose(document));
        while (heading.find()) {
            String anchor = heading.group(1)
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            String numbered = anchor;
            for (int n = 1; !anchors.add(numbered); n++) {
                numbered = anchor + "-" + n;
            }
        }
        return anchors;
    }
}
