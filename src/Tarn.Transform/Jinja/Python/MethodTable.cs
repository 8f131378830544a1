namespace Tarn.Transform.Jinja.Python;

/// <summary>Methods of one built-in type by name.</summary>
internal sealed class MethodTable(string type) : System.Collections.IEnumerable
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    public delegate object? Body(object? self, object?[] arguments);

    public System.Collections.IEnumerator GetEnumerator() => entries.Keys.GetEnumerator();

    /// <summary>A method with a fixed range of positional arguments.</summary>
    public void Add(string name, int min, int max, Body body) => entries[name] = new Entry(name, min, max, null, body, false);

    /// <summary>A method with named parameters: the signature without self.</summary>
    public void Add(string signature, Body body)
    {
        var parsed = new Signature(signature);
        entries[parsed.Name] = new Entry(parsed.Name, 0, 0, parsed, body, false);
    }

    /// <summary>An attribute that is a value.</summary>
    public void AddProperty(string name, Func<object?, object?> get) => entries[name] = new Entry(name, 0, 0, null, (self, _) => get(self), true);

    public object? Bind(object? self, string name)
    {
        if (!entries.TryGetValue(name, out var entry))
        {
            return Missing.Value;
        }

        return entry.IsProperty ? entry.Body(self, []) : new BoundMethod(type, self, entry);
    }

    internal sealed record Entry(string Name, int Min, int Max, Signature? Signature, Body Body, bool IsProperty);

    private sealed class BoundMethod(string type, object? self, Entry entry) : PyObject
    {
        public override string TypeName => "builtin_function_or_method";

        public override bool IsCallable => true;

        public override string Repr() => $"<built-in method {entry.Name} of {type} object at 0x7f0000000000>";

        public override bool EqualTo(object? other) => other is BoundMethod method && ReferenceEquals(method.Self, self) && method.Entry == entry;

        private object? Self => self;

        private Entry Entry => entry;

        public override object? Call(CallContext context, Arguments arguments)
        {
            if (entry.Signature is not null)
            {
                return entry.Body(self, entry.Signature.Bind(arguments));
            }

            if (arguments.Named.Count > 0)
            {
                throw JinjaException.Type($"{type}.{entry.Name}() takes no keyword arguments");
            }

            CheckCount(arguments.Positional.Length);
            return entry.Body(self, arguments.Positional);
        }

        private void CheckCount(int given)
        {
            if (given >= entry.Min && given <= entry.Max)
            {
                return;
            }

            var plural = (given < entry.Min ? entry.Min : entry.Max) == 1 ? string.Empty : "s";
            throw JinjaException.Type((entry.Min, entry.Max) switch
            {
                (0, 0) => $"{type}.{entry.Name}() takes no arguments ({given} given)",
                (1, 1) => $"{type}.{entry.Name}() takes exactly one argument ({given} given)",
                _ when entry.Min == entry.Max => $"{entry.Name} expected {entry.Max} argument{plural}, got {given}",
                _ => $"{entry.Name} expected at {(given < entry.Min ? $"least {entry.Min}" : $"most {entry.Max}")} argument{plural}, got {given}",
            });
        }
    }
}
