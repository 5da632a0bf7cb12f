@echo off
rem Starts Slipway on Windows, from a checkout (built once if it is not) or from an unpacked distribution.
rem After changing sources in a checkout run: mvnw.cmd -Dmaven.test.skip=true package
setlocal
set "home=%~dp0.."
if not exist "%~dp0pom.xml" goto start
set "home=%~dp0cli\target\dist"
if exist "%home%\lib\fingerprint" goto start
echo slipway: building it first, once 1>&2
pushd "%~dp0"
call mvnw.cmd -q -B -ntp "-Dmaven.test.skip=true" -pl cli -am package 1>&2
if errorlevel 1 (popd & exit /b 70)
popd

:start
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
for %%c in (serve backup restore migrate audit) do if /i "%~1"=="%%c" goto serve
"%java%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xms16m -Xlog:disable %SLIPWAY_JAVA_OPTS% -cp "%home%\lib\*;%home%\lib\quiet\*" io.slipway.cli.CliMain %*
exit /b %errorlevel%

:serve
"%java%" -Xlog:disable %SLIPWAY_JAVA_OPTS% -cp "%home%\lib\*;%home%\lib\server\*" io.slipway.cli.CliMain %*
exit /b %errorlevel%
