namespace Tarn.Transform.Tests.Jinja;

/// <summary>Random templates over Jinja's grammar. Everything depends on the seed alone. None runs without end: no loop grows what it walks.</summary>
internal sealed class TemplateGrammar(int seed)
{
    private static readonly string[] Names = ["a", "b", "s", "l", "d", "n", "nope", "x", "f", "rows"];
    private static readonly string[] Filters =
    [
        "upper", "lower", "title", "capitalize", "length", "list", "first", "last", "sort", "unique|list", "sum", "min", "max", "reverse|list", "join(',')", "string",
        "int", "float", "round", "round(1)", "abs", "trim", "default('D')", "default('E', true)", "replace('a', 'b')", "indent", "indent(2, true)", "truncate(5)",
        "wordcount", "center(9)", "tojson", "batch(2)|list", "slice(2)|list", "map('upper')|list", "map(attribute='k')|list", "select|list", "reject|list",
        "select('odd')|list", "selectattr('k')|list", "dictsort", "items|list", "groupby('k')", "e", "urlencode", "pprint", "wordwrap(4)", "filesizeformat",
        "format(1)", "count", "striptags", "xmlattr", "attr('k')", "sort(reverse=true)", "map('int')|list", "rejectattr('k', 'eq', 1)|list", "forceescape",
    ];

    private static readonly string[] Tests =
    [
        "defined", "undefined", "none", "odd", "even", "string", "number", "mapping", "sequence", "iterable", "true", "false", "boolean", "integer", "float",
        "divisibleby(2)", "eq(1)", "ne 1", "gt 1", "in [1, 2]", "sameas none", "upper", "lower", "callable", "not none", "not defined",
    ];

    private static readonly string[] Methods =
    [
        ".upper()", ".split(',')", ".split()", ".strip()", ".replace('a', 'z')", ".items()|list", ".keys()|list", ".get('k')", ".get('k', 3)", ".k", "['k']", "[0]", "[-1]", "[1:]",
        "[::-1]", "[:2]", ".count('a')", ".find('a')", ".startswith('a')", ".index(1)", ".title()", ".zfill(5)", ".join(['p', 'q'])", ".format(1, k=2)", ".values()|list", ".1", ".pop()",
        ".isdigit()", ".partition('a')", ".rsplit('a', 1)", ".center(7, '*')", ".nosuch", ".copy()", ".bit_length()", ".is_integer()",
    ];

    private static readonly string[] Literals =
    [
        "0", "1", "2", "-1", "7", "10", "1.5", "-2.5", "0.1", "1e20", "100000000000000000000", "''", "'a'", "'abc'", "'1'", "' x '", "'A,b,c'", "'3.7'", "\"it's\"", "'é'", "'a\\nb'", "true",
        "false", "none", "[]", "[1, 2, 3]", "[3, 1, 2]", "['b', 'A']", "(1,)", "(1, 2)", "{}", "{'k': 1}", "{'k': 'v', 'a': [1]}", "[[1, 2], [3]]", "[{'k': 2}, {'k': 1}]", "'%s|%d'", "'%05.1f'", "'{}-{k}'",
    ];

    private readonly Random random = new(seed);

    public string Template() => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Statement(2)));

    private string Pick(string[] items) => items[random.Next(items.Length)];

    private string Statement(int depth) => random.Next(depth <= 0 ? 5 : 17) switch
    {
        0 => Pick([" ", "text ", "\n", "\n  ", "{", "x}\n"]),
        <= 4 => $"{{{{{Dash(true)} {Expression(3)} {Dash(false)}}}}}",
        5 => $"{{% set {Pick(["x", "y", "a", "l"])} = {Expression(2)} %}}",
        6 or 7 => $"{{%{Dash(true)} if {Expression(2)} {Dash(false)}%}}{Statement(depth - 1)}{Pick(["", $"{{% elif {Expression(1)} %}}{Statement(depth - 1)}", $"{{% else %}}{Statement(depth - 1)}"])}{{% endif %}}",
        8 or 9 => $"{{% for {Pick(["i", "x", "a, b", "k, v"])} in {Expression(2)} {Pick(["", "", "if x", "if loop is defined"])}%}}{Statement(depth - 1)}{LoopPart()}{Pick(["", $"{{% else %}}{Statement(depth - 1)}"])}{{% endfor %}}",
        10 => $"{{% macro m(p, q={Expression(1)}) %}}{Statement(depth - 1)}{{{{ p }}}}|{{{{ q }}}}{Pick(["", "{{ varargs }}", "{{ kwargs }}", "{{ caller() }}"])}{{% endmacro %}}{{{{ m({Pick(["", Expression(1), $"{Expression(1)}, q=1", "1, 2, 3", "z=1"])}) }}}}",
        11 => $"{{% set y %}}{Statement(depth - 1)}{{% endset %}}{{{{ y }}}}",
        12 => $"{{% with x = {Expression(2)}, w = x %}}{Statement(depth - 1)}{{{{ w }}}}{{% endwith %}}",
        13 => $"{{% filter {Pick(["upper", "trim", "replace('a', 'b')", "length"])} %}}{Statement(depth - 1)}{{% endfilter %}}",
        14 => $"{{% set fresh = [1] %}}{{% do fresh.append({Expression(1)}) %}}{{{{ fresh }}}}",
        15 => $"{{% set ns = namespace(v={Expression(1)}) %}}{{% for i in [1, 2] %}}{{% set ns.v = i %}}{Statement(depth - 1)}{{% endfor %}}{{{{ ns.v }}}}",
        _ => $"{{% macro w() %}}<{{{{ caller({Pick(["", "1"])}) }}}}>{{% endmacro %}}{{% call{Pick(["", "(c)", "(c=2)"])} w() %}}{Statement(depth - 1)}{{{{ c }}}}{{% endcall %}}",
    };

    private string LoopPart() => Pick(
    [
        "", "{{ loop.index }}", "{{ loop.last }}", "{{ loop.length }}", "{{ loop.revindex0 }}", "{% if loop.first %}{% continue %}{% endif %}", "{% if loop.index == 2 %}{% break %}{% endif %}",
        "{{ loop.previtem }}{{ loop.nextitem }}", "{{ loop.cycle('p', 'q') }}", "{{ loop.changed(x) }}", "{{ i }}",
    ]);

    private string Dash(bool open) => random.Next(6) == 0 ? open ? "-" : " -" : string.Empty;

    private string Expression(int depth)
    {
        if (depth <= 0)
        {
            return random.Next(2) == 0 ? Pick(Names) : Pick(Literals);
        }

        var inner = depth - 1;
        return random.Next(14) switch
        {
            0 => Pick(Names),
            1 => Pick(Literals),
            2 or 3 => $"{Operand(inner)} {Pick(["+", "-", "*", "/", "//", "%", "~"])} {Operand(inner)}",
            4 => $"{Operand(inner)} {Pick(["==", "!=", "<", "<=", ">", ">=", "in", "not in"])} {Operand(inner)}",
            5 => $"{Operand(inner)} {Pick(["and", "or"])} {Operand(inner)}",
            6 => Pick([$"not {Operand(inner)}", $"-{Operand(inner)}", $"+{Operand(inner)}", $"{Operand(inner)} ** 2", $"2 ** {Pick(["3", "-1", "0.5", "70", "s"])}"]),
            7 or 8 or 9 => $"{Operand(inner)}|{Pick(Filters)}",
            10 => $"{Operand(inner)} is {Pick(Tests)}",
            11 or 12 => $"{Operand(inner)}{Pick(Methods)}",
            _ => $"{Operand(inner)} if {Operand(inner)}{Pick(["", $" else {Operand(inner)}"])}",
        };
    }

    private string Operand(int depth)
    {
        var text = Expression(depth);
        return text.Contains(' ', StringComparison.Ordinal) || text.StartsWith('-') ? $"({text})" : text;
    }
}
