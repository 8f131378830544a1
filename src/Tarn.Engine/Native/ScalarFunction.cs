using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>A function of ours that SQL can call: one overload, evaluated chunk by chunk, on several threads at once.</summary>
/// <param name="Name">Its name in SQL; overloads share it.</param>
/// <param name="Parameters">Argument types: scalar types only.</param>
/// <param name="Returns">The type of the answer.</param>
/// <param name="Body">Reads the arguments, writes one value a row. An exception becomes the statement's error with its message.</param>
public sealed record ScalarFunction(string Name, ImmutableArray<LogicalType> Parameters, LogicalType Returns, Action<FunctionArguments, FunctionOutput> Body)
{
    /// <summary>By default a row with a null argument answers null without the body's doing. Set, the body sees nulls and decides itself.</summary>
    public bool SeesNulls { get; init; }

    internal static unsafe void Register(Connection connection, ReadOnlySpan<ScalarFunction> overloads)
    {
        using var set = ScalarFunctions.CreateSet(overloads[0].Name);
        foreach (var overload in overloads)
        {
            using var native = overload.Create(connection);
            if (ScalarFunctions.AddToSet(set, native) != DuckDbState.Success) throw Refused(overload);
        }
        if (ScalarFunctions.RegisterSet(connection.Handle, set) != DuckDbState.Success) throw Refused(overloads[0]);
    }

    static EngineException Refused(ScalarFunction function) =>
        new(EngineErrorKind.Internal, $"The executor does not take the function {function.Name}({string.Join(", ", function.Parameters)}).");

    unsafe ScalarFunctionHandle Create(Connection connection)
    {
        var native = ScalarFunctions.Create();
        ScalarFunctions.SetName(native, Name);
        foreach (var parameter in Parameters)
        {
            using var type = NativeType(parameter, connection);
            ScalarFunctions.AddParameter(native, type);
        }
        using (var type = NativeType(Returns, connection)) ScalarFunctions.SetReturnType(native, type);
        ScalarFunctions.SetSpecialHandling(native);
        ScalarFunctions.SetExtraInfo(native, GCHandle.ToIntPtr(GCHandle.Alloc(this)), &Free);
        ScalarFunctions.SetFunction(native, &Invoke);
        return native;
    }

    /// <summary>A VARIANT made by its number lacks the parts that it is stored in: the executor's own is taken.</summary>
    static LogicalTypeHandle NativeType(LogicalType type, Connection connection)
    {
        if (type.Id is not TypeId.Variant) return TypeReader.Create(type);
        using var statement = connection.Prepare("SELECT NULL::VARIANT");
        return statement.NativeColumnType(0);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Free(nint info) => GCHandle.FromIntPtr(info).Free();

    /// <summary>Nothing may escape: an exception that leaves a callback ends the process.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Invoke(nint info, nint input, nint output)
    {
        try
        {
            var function = (ScalarFunction)GCHandle.FromIntPtr(ScalarFunctions.ExtraInfo(info)).Target!;
            var arguments = new FunctionArguments(input, function.Parameters);
            var result = new FunctionOutput(output, function.Returns, arguments.RowCount);
            if (!function.SeesNulls) result.CopyNulls(arguments);
            function.Body(arguments, result);
        }
        catch (Exception error)
        {
            Report(info, error);
        }
    }

    static void Report(nint info, Exception error)
    {
        try
        {
            ScalarFunctions.SetError(info, error.Message.Replace('\0', ' '));
        }
        catch (Exception second)
        {
            // Out of memory twice: there is no way left to say so, and none to go on.
            Environment.FailFast("A function's error could not be reported to the executor.", second);
        }
    }
}
