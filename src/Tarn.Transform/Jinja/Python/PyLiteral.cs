using Tarn.Transform.Jinja.Syntax;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's ast.literal_eval.</summary>
public static class PyLiteral
{
    public static bool TryParse(string text, out object? value)
    {
        value = null;
        try
        {
            var reader = new Reader(text);
            value = reader.ReadAll();
            return true;
        }
        catch (JinjaException)
        {
            return false;
        }
    }

    /// <summary>Literals only: the reader raises at everything else.</summary>
    private sealed class Reader
    {
        private readonly string source;
        private int position;

        public Reader(string text)
        {
            source = text;
            if (text.Length > 0 && text[0] is '\n' or '\r' or '\f')
            {
                return;
            }

            // Leading blanks and tabs are stripped by literal_eval; leading line breaks are not indentation either.
            source = text.TrimStart(' ', '\t');
        }

        public object? ReadAll()
        {
            Skip();
            var first = Value();
            Skip();
            var items = new List<object?> { first };
            var isTuple = false;
            while (Peek() == ',')
            {
                isTuple = true;
                position++;
                Skip();
                if (position >= source.Length)
                {
                    break;
                }

                items.Add(Value());
                Skip();
            }

            return position == source.Length ? isTuple ? new PyTuple(items) : first : throw Fail();
        }

        private object? Value()
        {
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            Skip();
            var c = Peek();
            switch (c)
            {
                case '[':
                    return new PyList(Items(']', out _));
                case '(':
                    var items = Items(')', out var trailing);
                    return items.Count == 1 && !trailing ? items[0] : new PyTuple(items);
                case '{':
                    return Braces();
                case '-' or '+':
                    position++;
                    var number = Value();
                    return PyNumber.IsNumber(number) && number is not bool ? PyOperators.Unary(c.ToString(), number) : throw Fail();
                case '\'' or '"':
                    return Strings();
                default:
                    return char.IsAsciiDigit(c) || c == '.' ? Number() : Word();
            }
        }

        private List<object?> Items(char close, out bool trailing)
        {
            position++;
            trailing = false;
            var items = new List<object?>();
            for (Skip(); Peek() != close; Skip())
            {
                if (items.Count > 0 && !trailing)
                {
                    throw Fail();
                }

                items.Add(Value());
                Skip();
                trailing = Peek() == ',';
                position += trailing ? 1 : 0;
            }

            position++;
            return items;
        }

        private PyObject Braces()
        {
            position++;
            var dict = new PyDict();
            var members = new List<object?>();
            var comma = true;
            for (Skip(); Peek() != '}'; Skip())
            {
                if (!comma)
                {
                    throw Fail();
                }

                var key = Value();
                Skip();
                if (Peek() == ':' && members.Count == 0)
                {
                    position++;
                    dict[key] = Value();
                    Skip();
                }
                else
                {
                    members.Add(dict.Count == 0 ? key : throw Fail());
                }

                comma = Peek() == ',';
                position += comma ? 1 : 0;
            }

            position++;
            return members.Count > 0 ? new PySet(members) : dict;
        }

        private string Strings()
        {
            var text = string.Empty;
            while (Peek() is '\'' or '"')
            {
                var quote = source[position];
                var end = position + 1;
                while (end < source.Length && source[end] != quote)
                {
                    end += source[end] == '\\' ? 2 : source[end] == '\n' ? throw Fail() : 1;
                }

                text += end < source.Length ? StringEscapes.Decode(source[(position + 1)..end], 1) : throw Fail();
                position = end + 1;
                Skip();
            }

            return text;
        }

        private object Number()
        {
            var end = position;
            while (end < source.Length && (char.IsLetterOrDigit(source[end]) || source[end] is '.' or '_' || (source[end] is '+' or '-' && source[end - 1] is 'e' or 'E')))
            {
                end++;
            }

            var text = source[position..end];
            position = end;
            var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
            var isFloat = !isHex && text.AsSpan().IndexOfAny(".eE") >= 0;
            object? number = isFloat ? PyNumber.ParseFloat(text) : PyNumber.ParseInt(text, 0);
            return number ?? throw Fail();
        }

        private object? Word()
        {
            foreach (var (word, value) in new (string, object?)[] { ("True", true), ("False", false), ("None", null) })
            {
                var end = position + word.Length;
                if (string.CompareOrdinal(source, position, word, 0, word.Length) == 0 && (end >= source.Length || !char.IsLetterOrDigit(source[end])))
                {
                    position = end;
                    return value;
                }
            }

            throw Fail();
        }

        private char Peek() => position < source.Length ? source[position] : '\0';

        private void Skip()
        {
            while (position < source.Length && source[position] is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                position++;
            }
        }

        private static JinjaException Fail() => JinjaException.Value("malformed node or string");
    }
}
