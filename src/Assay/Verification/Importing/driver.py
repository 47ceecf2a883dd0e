# What the interpreter is given with -c: one import, and the truth about it. Works from Python 3.6 on and takes with it only what every interpreter has
# loaded anyway. All that the imported code can replace (builtins, sys.modules, os._exit) is taken hold of before.
def assay(name, nonce, local, fits, answer, answer_path, trace, trace_path):
    import os, sys
    try:
        import faulthandler
    except ImportError:
        faulthandler = None
    importer, length, text_of, type_of, whole, real = __import__, len, str, type, repr, float
    opened, wrote, status, me, leave, everything = os.open, os.write, os.fstat, os.getpid, os._exit, BaseException
    mode = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, 'O_BINARY', 0)
    process, attribute, modules = me(), getattr, sys.modules

    def identity(number):
        try:
            facts = status(number)
            return facts.st_dev, facts.st_ino
        except everything:
            return None

    ours = identity(answer)

    def channel():
        # The imported code may close every file there is: then the path still leads to it.
        if ours is not None and identity(answer) == ours:
            return answer
        return opened(answer_path, mode, 0o600)

    def say(*words):
        if me() != process:
            leave(0)  # a fork in the imported code comes back here too
        payload = b''
        for word in (nonce,) + words:
            word = word[:20000].encode('utf-8', 'backslashreplace')
            payload += text_of(length(word)).encode() + b':' + word + b','
        payload = text_of(length(payload)).encode() + b':' + payload + b','
        number = channel()
        while payload:
            payload = payload[wrote(number, payload):]

    def told(value):
        try:
            return text_of(value)
        except everything:
            return '<exception str() failed>'

    def frames(error):
        found = []
        entry = error.__traceback__
        while entry is not None and length(found) < 3000:
            code = entry.tb_frame.f_code
            if not code.co_filename.startswith('<frozen importlib') and code.co_name != 'assay':
                found += [code.co_filename, text_of(entry.tb_lineno), code.co_name]
            entry = entry.tb_next
        if isinstance(error, SyntaxError) and error.filename:
            found += [text_of(error.filename), text_of(error.lineno or 0), '']
        return found[-24:]

    def fit():
        import numpy
        import sklearn.linear_model
        points = numpy.array([[1, 1], [1, 2], [2, 2], [2, 3]])
        model = sklearn.linear_model.LinearRegression().fit(points, numpy.dot(points, numpy.array([1, 2])) + 3)
        numbers = [whole(real(number)) for number in model.coef_] + [whole(real(model.intercept_))]
        say('example', text_of(model.coef_), numpy.__version__, sklearn.__version__, *numbers)

    for number in (answer, trace):
        if number >= 0:
            os.set_inheritable(number, False)
    if faulthandler is not None:
        if trace < 0:
            trace = opened(trace_path, mode, 0o600)
        try:
            faulthandler.enable(trace)
        except everything:
            pass
    if not local and sys.path and sys.path[0] == '':
        del sys.path[0]
    say('begin', '.'.join([text_of(part) for part in sys.version_info[:3]]), sys.version, sys.executable or '', sys.implementation.name)
    try:
        importer(name)
    except everything as error:
        cause, depth = error.__cause__ or error.__context__, 0
        while cause is not None and depth < 5:
            say('cause', type_of(cause).__name__, text_of(attribute(type_of(cause), '__module__', '')), told(cause))
            cause, depth = cause.__cause__ or cause.__context__, depth + 1
        say('raised', type_of(error).__name__, text_of(attribute(type_of(error), '__module__', '')), told(error), *frames(error))
        leave(0)
    say('imported')
    try:
        module = modules.get(name)
        version, file = attribute(module, '__version__', None), attribute(module, '__file__', None)
        say('module', version if type_of(version) is text_of else '', file if type_of(file) is text_of else '')
    except everything:
        pass
    if fits:
        say('fitting')
        try:
            fit()
        except everything as error:
            say('example-failed', type_of(error).__name__, told(error), *frames(error))
