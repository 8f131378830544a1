using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Rendering;
using Tarn.Transform.Runs;

namespace Tarn.Transform.Tests.Replays;

/// <summary>A recorded command line as this engine's arguments.</summary>
internal static class RecordedCommand
{
    /// <summary>Null, with the word, where a flag of the line is not built; microbatch's window only gives the word.</summary>
    public static DbtArguments? Parse(string line, out string? unknown)
    {
        var words = Words(line);
        unknown = null;
        if (words[0].StartsWith('-'))
        {
            // Global flags stand before the command.
            words = [words[4], .. words.Skip(5), .. words.Take(4)];
        }

        if (words[0] is "source" or "docs")
        {
            words = [$"{words[0]} {words[1]}", .. words.Skip(2)];
        }

        var arguments = new DbtArguments { Verb = words[0], Threads = 1 };
        if (words[0] == "run-operation")
        {
            arguments = arguments with { Macro = words[1] };
            words.RemoveAt(1);
        }

        (DateTime? Start, DateTime? End) window = (null, null);
        var option = string.Empty;
        foreach (var word in words.Skip(1))
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                option = word;
                arguments = word switch
                {
                    "--full-refresh" => arguments with { FullRefresh = true },
                    "--fail-fast" => arguments with { FailFast = true },
                    "--store-failures" => arguments with { StoreFailures = true },
                    "--empty" => arguments with { Empty = true },
                    "--warn-error" or "--warn-error-options" => arguments with { WarnError = true },
                    "--quiet" or "--log-level" => arguments with { Quiet = true },
                    _ => arguments,
                };
                unknown ??= IsKnown(word) ? null : word;
                continue;
            }

            window = option == "--event-time-start" ? (Batch.Parse(word), window.End) : option == "--event-time-end" ? (window.Start, Batch.Parse(word)) : window;

            unknown ??= option == "--target" && word is not ("dev" or "ci") ? $"--target {word}" : null;
            try
            {
                arguments = With(arguments, option, word);
            }
            catch (Transform.Jinja.JinjaException)
            {
                unknown = $"{option} '{word}'";
            }
        }

        arguments = window is ({ } start, { } end) ? arguments with { EventWindow = (start, end) } : arguments;
        return unknown is null or "--show" ? arguments : null;
    }

    private static bool IsKnown(string option) => option is "--full-refresh" or "--fail-fast" or "--select" or "--exclude" or "--selector" or "--resource-type" or "--resource-types"
        or "--exclude-resource-type" or "--vars" or "--target" or "--threads" or "--output" or "--output-keys" or "--store-failures"
        or "--empty" or "--warn-error" or "--warn-error-options" or "--quiet" or "--log-level" or "--log-format" or "--no-populate-cache" or "--event-time-start" or "--event-time-end" or "--args" or "--inline" or "--inline-direct" or "--limit";

    private static DbtArguments With(DbtArguments arguments, string option, string word) => option switch
    {
        "--select" => arguments with { Select = [.. arguments.Select, .. word.Split(' ')] },
        "--exclude" => arguments with { Exclude = [.. arguments.Exclude, .. word.Split(' ')] },
        "--selector" => arguments with { Selector = word },
        "--resource-type" or "--resource-types" => arguments with { ResourceTypes = [.. arguments.ResourceTypes, word] },
        "--exclude-resource-type" => arguments with { ExcludedResourceTypes = [.. arguments.ExcludedResourceTypes, word] },
        "--vars" => arguments with { Variables = (PyDict)YamlValues.Parse("--vars", word)! },
        "--target" => arguments with { Target = word },
        "--args" => arguments with { MacroArguments = (PyDict)YamlValues.Parse("--args", word)! },
        "--inline" => arguments with { Inline = word },
        "--inline-direct" => arguments with { InlineDirect = word },
        "--limit" => arguments with { Limit = int.Parse(word, null) },
        "--threads" => arguments with { Threads = int.Parse(word, null) },
        "--output" => arguments with { Output = word },
        "--output-keys" => arguments with { OutputKeys = [.. arguments.OutputKeys, word] },
        _ => arguments,
    };

    /// <summary>As a shell splits: blanks separate, quotes hold together.</summary>
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var word = new System.Text.StringBuilder();
        var quote = '\0';
        foreach (var c in line + " ")
        {
            if (quote == '\0' && c is '"' or '\'' && (quote == '\0' || quote == c))
            {
                quote = quote == '\0' ? c : '\0';
            }
            else if (quote != '\0' && c == quote)
            {
                quote = '\0';
            }
            else if (c == ' ' && quote == '\0')
            {
                if (word.Length > 0)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
            }
            else
            {
                word.Append(c);
            }
        }

        return words;
    }
}
